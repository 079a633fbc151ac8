"""What a network can learn from: a data set of handwritten digits, and points of the plane drawn from a seed."""

from activations.networks.datasets.dataset import Dataset
from activations.networks.datasets.handwritten import digits
from activations.networks.datasets.planar import MAX_NOISE, MAX_POINTS, moons, rings, spirals

__all__ = ["MAX_NOISE", "MAX_POINTS", "Dataset", "digits", "moons", "rings", "spirals"]
