"""What is said: a text cut into claims, and each claim's words, names, numbers, roles, circumstances and state."""
