package meaning

import (
	"embed"
	"fmt"
)

// measuredAs reads the files of one kind by the models that they name. Each model that was measured has one of each
// kind, called by the package that runs it.
func measuredAs[T any](
	files embed.FS, read func([]byte) (T, error), model func(T) string,
) (map[string]T, error) {
	all := map[string]T{}
	found, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	for _, f := range found {
		raw, err := files.ReadFile(f.Name())
		if err != nil {
			return nil, err
		}
		one, err := read(raw)
		if err != nil {
			return nil, fmt.Errorf("meaning: %s: %w", f.Name(), err)
		}
		all[model(one)] = one
	}
	return all, nil
}

// Measured tells whether questions can be judged with a model: its space, its scale and its chances are known.
func Measured(model string) bool {
	_, space := SpaceOf(model)
	_, scale := ScaleOf(model)
	_, chances := CalibrationOf(model)
	return space == nil && scale == nil && chances == nil
}
