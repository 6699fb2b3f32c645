"""What happens to a finished site: its folder, pictures, parts, an S3 bucket, a preview."""
