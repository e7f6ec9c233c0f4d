"""How contacts end and what they are about, in the business's own words."""
