"""A larger language model beside the embedded interpreter: its process, and who is answered by it."""
