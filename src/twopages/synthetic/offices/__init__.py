"""The departments: how each writes down what is true of the city."""
