"""How many pixels a letter takes in a chart."""

DIGIT = 6  # of a number, on average
LETTER = 7  # of a name or a label, at most
LETTER_OF_LEGEND = 8  # at most
