"""The kit of charts: what every one has, whatever it shows."""
