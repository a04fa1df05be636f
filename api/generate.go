package api

//go:generate sh -c "cd .. && go run ./scripts/generate"
