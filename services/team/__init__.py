"""Who works here: operators, how they join, what they hand over, and which role a person has."""
