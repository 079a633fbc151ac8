"""What leads a reader through the app: lessons, presets and the story, each record whole in its place."""
