"""The reader's own formulas: a small closed language over x, read, never run, and evaluated with both derivatives."""
