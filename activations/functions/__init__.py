"""The activation functions, a module per family: each function beside its first and second derivative."""
