"""A module per subject: results -> tidy table -> chart, and the sentence that says what it shows."""
