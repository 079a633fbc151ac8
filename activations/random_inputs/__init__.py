"""Activations on random inputs: distributions, moments, sampled means."""
