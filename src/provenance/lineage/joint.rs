//! How likely each choice of a source is, given that all members hang together without circles.
//!
//! Source: Tutte's matrix-tree theorem for directed graphs; Koo, Globerson, Carreras and Collins 2007, "Structured
//! prediction models via the matrix-tree theorem".

use super::in_turn::Sourced;

/// Members of a cluster for which this is reckoned; in larger ones each stands alone. Bounds the cost.
const MAX_MEMBERS: usize = 128;

/// Least weight of a source, and what each member has from the agency at least: so none is cut off, and no circle closed.
const LEAST: f64 = 1e-9;

/// Says how sure each of the `chosen` sources is, over all trees that hang from the agency, by the probabilities that each
/// member gives its sources alone. Of members that are `alike` each may be in any other's place, but for those that a
/// member knows apart since it `names` its source.
///
/// Cost: O(members³).
pub(super) fn given_the_rest(
    found: &[Vec<Sourced>],
    alike: &[usize],
    names: impl Fn(usize) -> bool,
    chosen: &mut [(Option<usize>, f32)],
) {
    if found.len() > MAX_MEMBERS {
        return;
    }
    let mut weights = vec![vec![0.0; found.len() + 1]; found.len()];
    let mut laplacian = vec![vec![0.0; found.len()]; found.len()];
    for (child, options) in found.iter().enumerate() {
        laplacian[child][child] = LEAST;
        for &(likely, source) in options {
            let likely = f64::from(likely).max(LEAST);
            weights[child][source.unwrap_or(found.len())] = likely;
            laplacian[child][child] += likely;
            if let Some(source) = source {
                laplacian[child][source] -= likely;
            }
        }
    }
    let inverse = inverse(laplacian);
    let alone = |child: usize, source: Option<usize>| {
        let reached = inverse[child][child] - source.map_or(0.0, |source| inverse[source][child]);
        (weights[child][source.unwrap_or(found.len())] * reached).clamp(0.0, 1.0)
    };
    let in_place_of = |member: usize| (0..found.len()).filter(move |&other| alike[other] == alike[member]);
    for (child, (source, sure)) in chosen.iter_mut().enumerate() {
        if names(child) {
            *sure = alone(child, *source) as f32;
            continue;
        }
        let (mut sum, mut ways) = (0.0, 0);
        for child in in_place_of(child) {
            let mut add = |source| (sum, ways) = (sum + alone(child, source), ways + 1);
            match *source {
                None => add(None),
                Some(source) => in_place_of(source).filter(|&s| s != child).for_each(|s| add(Some(s))),
            }
        }
        *sure = (sum / f64::from(ways.max(1))) as f32;
    }
}

/// By Gauss and Jordan, with the largest pivot of each column.
fn inverse(mut matrix: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let size = matrix.len();
    for (at, row) in matrix.iter_mut().enumerate() {
        row.extend((0..size).map(|column| f64::from(u8::from(column == at))));
    }
    for at in 0..size {
        let largest = (at..size).max_by(|&a, &b| matrix[a][at].abs().total_cmp(&matrix[b][at].abs())).unwrap_or(at);
        matrix.swap(at, largest);
        let pivot = std::mem::take(&mut matrix[at]);
        for row in matrix.iter_mut().filter(|row| !row.is_empty()) {
            let factor = row[at] / pivot[at];
            if factor != 0.0 {
                row.iter_mut().zip(&pivot).skip(at).for_each(|(cell, pivot)| *cell -= factor * pivot);
            }
        }
        matrix[at] = pivot.iter().map(|cell| cell / pivot[at]).collect();
    }
    matrix.into_iter().map(|row| row[size..].to_vec()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(found: &[Vec<Sourced>], alike: &[usize], chosen: &[Option<usize>]) -> Vec<f32> {
        let mut chosen: Vec<(Option<usize>, f32)> = chosen.iter().map(|&source| (source, 0.0)).collect();
        given_the_rest(found, alike, |_| false, &mut chosen);
        chosen.into_iter().map(|(_, sure)| sure).collect()
    }

    fn are_near(found: &[f32], expected: &[f32]) {
        assert!(found.iter().zip(expected).all(|(a, b)| (a - b).abs() < 1e-5), "{found:?}, expected {expected:?}");
    }

    #[test]
    fn two_that_have_it_from_each_other_alone_are_no_fault() {
        let found = vec![vec![(1.0, Some(1))], vec![(1.0, Some(0))]];
        are_near(&sure(&found, &[0, 1], &[Some(1), None]), &[0.5, 0.0]);
        are_near(&sure(&[Vec::new()], &[0], &[None]), &[0.0]);
    }

    #[test]
    fn of_two_that_explain_each_other_one_has_it_from_elsewhere() {
        let found = vec![vec![(0.8, Some(1)), (0.2, None)], vec![(0.7, Some(0)), (0.3, None)]];
        // Three trees: the first from the second, the second from the first, and both from elsewhere.
        let all = 0.8 * 0.3 + 0.7 * 0.2 + 0.2 * 0.3;
        are_near(&sure(&found, &[0, 1], &[Some(1), None]), &[0.24 / all, (0.24 + 0.06) / all]);
    }

    #[test]
    fn of_two_that_are_alike_either_may_be_the_source() {
        let found = vec![vec![(1.0, None)], vec![(0.8, Some(0)), (0.2, None)]];
        are_near(&sure(&found, &[0, 0], &[None, Some(0)]), &[0.6, 0.4]);
        are_near(&sure(&found, &[0, 1], &[None, Some(0)]), &[1.0, 0.8]);
        let mut named = vec![(None, 0.0), (Some(0), 0.0)];
        given_the_rest(&found, &[0, 0], |child| child == 1, &mut named);
        are_near(&[named[1].1], &[0.8]);
    }

    #[test]
    fn where_no_circle_is_possible_each_stands_alone() {
        let third = vec![(0.6, Some(1)), (0.3, Some(0)), (0.1, None)];
        let found = vec![vec![(1.0, None)], vec![(0.7, Some(0)), (0.3, None)], third];
        are_near(&sure(&found, &[0, 1, 2], &[None, Some(0), Some(1)]), &[1.0, 0.7, 0.6]);
    }
}
