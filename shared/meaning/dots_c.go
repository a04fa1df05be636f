//go:build bundled

package meaning

/*
#include <stddef.h>
#include <stdint.h>

// The compiler makes vector instructions of the inner loop, which Go's does not.
static void dots(const int8_t *all, const int8_t *one, int32_t *sums, size_t n, int dimensions) {
	for (size_t at = 0; at < n; at++) {
		const int8_t *v = all + at * dimensions;
		int32_t sum = 0;
		for (int i = 0; i < dimensions; i++) sum += (int32_t)v[i] * one[i];
		sums[at] = sum;
	}
}
*/
import "C"

// dots are the inner products of a vector and those that lie one after the other.
func dots(all, one []int8, sums []int32) {
	if len(sums) > 0 {
		C.dots((*C.int8_t)(&all[0]), (*C.int8_t)(&one[0]), (*C.int32_t)(&sums[0]), C.size_t(len(sums)), Dimensions)
	}
}
