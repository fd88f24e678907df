"""How the app looks: its colours, and the plain form of everything for people who hear the screen."""
