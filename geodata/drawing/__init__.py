"""Still pictures from data: SVG text and nothing else. No screen, no map library."""
