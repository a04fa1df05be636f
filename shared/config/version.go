package config

// Version is the release and the commit that a binary was built from. The linker writes it.
var Version = "development"
