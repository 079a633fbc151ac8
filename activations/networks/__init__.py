"""Activations in networks: mean field theory, simulation, gains and training."""
