// Sums of probabilities that are given by their logarithms.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

func logarithm(_ value: Double) -> Double { log(value) }
func cosine(_ value: Double) -> Double { cos(value) }
func exponential(_ value: Double) -> Double { exp(value) }
func inverseHyperbolicSine(_ value: Double) -> Double { asinh(value) }
func hyperbolicSine(_ value: Double) -> Double { sinh(value) }
/// log(1 + value), exact for small values.
func logOnePlus(_ value: Double) -> Double { log1p(value) }
/// 1 - exp(-value), exact for small values.
func oneMinusExponential(ofMinus value: Double) -> Double { -expm1(-value) }
/// 1 - erf(value), exact where that is small.
func complementaryErrorFunction(_ value: Double) -> Double { erfc(value) }

/// log(exp(a) + exp(b)) without overflow or underflow.
///
/// Edge cases: minus infinity is the logarithm of zero and leaves the other operand unchanged;
/// not a number if one of them is.
package func logAddExp(_ a: Double, _ b: Double) -> Double {
  // Not max and min, which may drop a NaN.
  let (larger, smaller) = a > b ? (a, b) : (b, a)
  if larger == -.infinity { return smaller }
  return larger + log1p(exp(smaller - larger))
}

/// log of the sum of exp(terms), summed in the order given; minus infinity without terms, not a number if one of
/// them is.
package func logSumExp(_ terms: some Collection<Double>) -> Double {
  guard let largest = terms.max(), largest != -.infinity else {
    return terms.contains(where: \.isNaN) ? .nan : -.infinity
  }
  var sum = 0.0
  for term in terms { sum += exp(term - largest) }
  return largest + log(sum)
}

/// log of the mean of exp(terms): an ensemble's log-likelihood from those of its members.
///
///     log p(x) = log( 1/M sum over m of p_m(x) )
///
/// Probabilities are averaged, never logits (Germain et al. 2015, section 4.2).
package func logMeanExp(_ terms: some Collection<Double>) -> Double {
  terms.count == 1 ? terms.first ?? -.infinity : logSumExp(terms) - log(Double(terms.count))
}
