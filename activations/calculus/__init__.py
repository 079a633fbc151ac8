"""What is true of an activation: its properties, and what they rest on."""
