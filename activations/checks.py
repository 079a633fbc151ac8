"""What sampling, theory, simulation and training ask of their settings."""

import math


def check_variances(**variances: float) -> None:
    """ValueError, naming it, for one that is not a finite number >= 0."""
    for name, variance in variances.items():
        if not (math.isfinite(variance) and variance >= 0):
            raise ValueError(f"{name} must be a finite number >= 0, got {variance!r}")


def check_count(name: str, count: int, largest: int) -> None:
    """ValueError, naming it, for one that is not between 1 and `largest`."""
    if not 1 <= count <= largest:
        raise ValueError(f"{name} must be between 1 and {largest:,}, got {count}")


def check_seed(seed: int) -> None:
    """ValueError for a negative seed."""
    if seed < 0:
        raise ValueError(f"seed must be at least 0, got {seed}")
