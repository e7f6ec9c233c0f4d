"""Who works here, how they join and what they hand over; and what admins set for them and for sources."""
