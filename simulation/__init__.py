"""A business at work under a virtual clock: seeded clients and operators, and what must hold for them."""
