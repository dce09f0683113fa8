"""Many documents at once: read in processes of their own, stored in batches, told item by item.

Importing this package brings nothing of Django, since the reading processes begin here.
"""
