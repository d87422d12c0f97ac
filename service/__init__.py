"""counterclaim: who says what, where sources agree, where they contradict each other, how far each can be relied on.

It measures agreement among sources, not truth.
"""
