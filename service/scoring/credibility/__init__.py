"""Who can be relied on, and what is right: worked out together from who states what."""
