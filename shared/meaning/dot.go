package meaning

import "unsafe"

// cosines are those of a vector and each item. The vector is made small as the items are: so only whole numbers are
// multiplied, several at once.
func (x *Index) cosines(v *Vector) []float32 {
	q := v.Small()
	sums := make([]int32, x.Items.Len())
	dots(signed(x.Items.Vectors), signed(q.Bytes), sums)
	all := make([]float32, len(sums))
	for at, sum := range sums {
		all[at] = float32(sum) * q.Step * x.Items.Step[at]
	}
	return all
}

// signed is bytes as the numbers that they hold.
func signed(bytes []byte) []int8 {
	return unsafe.Slice((*int8)(unsafe.Pointer(unsafe.SliceData(bytes))), len(bytes))
}
