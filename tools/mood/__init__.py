"""How the person feels, read locally, and how the companion feels with them."""
