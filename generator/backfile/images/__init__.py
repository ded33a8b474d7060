"""Reading photographs: `probe` tells what a file holds without decoding it."""
