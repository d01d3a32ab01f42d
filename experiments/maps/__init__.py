"""What is drawn: land, links, hubs and labels; one file a concern, shared by the picture and the page."""
