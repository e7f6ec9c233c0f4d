"""`leadbot check`: whether everything that the settings name is as it should be. It changes nothing."""
