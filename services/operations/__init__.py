"""How the installation is: what is wrong, and who must hear of it."""
