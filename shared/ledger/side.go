package ledger

import "golang.org/x/sync/errgroup"

// readsAtOnce is how many rows or files are read side by side.
const readsAtOnce = 16

// sideBySide does something with each of some things, in their order, many at once.
func sideBySide[T, R any](atOnce int, all []T, do func(T) (R, error)) ([]R, error) {
	results := make([]R, len(all))
	var reads errgroup.Group
	reads.SetLimit(atOnce)
	for i, one := range all {
		reads.Go(func() (err error) {
			results[i], err = do(one)
			return err
		})
	}
	return results, reads.Wait()
}
