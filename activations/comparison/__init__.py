"""What other functions a function equals up to scale, comes near to, or is like on normal inputs."""
