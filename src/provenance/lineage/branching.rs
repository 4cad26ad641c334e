//! The best choice of a source for each member that makes no circle: a spanning arborescence of most weight.
//!
//! Source: Chu and Liu 1965; Edmonds 1967, "Optimum branchings".

/// An edge from a source to what was taken from it, with its weight.
#[derive(Clone, Copy, Debug)]
pub(super) struct Arc {
    pub from: usize,
    pub to: usize,
    pub weight: f32,
}

/// For each of `nodes` but the root, which is the last, the place in `arcs` of the arc that leads to it, so that all hang
/// from the root and the sum of weights is greatest; of equals the first. Every node must have an arc from the root.
///
/// Cost: O(nodes × arcs) at worst, O(arcs) where there are no circles.
pub(super) fn arborescence(nodes: usize, arcs: &[Arc]) -> Vec<usize> {
    let root = nodes - 1;
    let mut best: Vec<Option<usize>> = vec![None; nodes];
    for (place, arc) in arcs.iter().enumerate() {
        if arc.to != root && arc.from != arc.to && best[arc.to].is_none_or(|b| arc.weight > arcs[b].weight) {
            best[arc.to] = Some(place);
        }
    }
    let Some(circle) = circle(&best, arcs) else {
        return best.into_iter().flatten().collect();
    };
    // The circle becomes one node, placed before the root; an arc into it costs what the one that it replaces was worth.
    let mut inside = vec![false; nodes];
    circle.iter().for_each(|&node| inside[node] = true);
    let apart: Vec<usize> = (0..root).filter(|&node| !inside[node]).collect();
    let next = apart.len();
    let mut number = vec![0; nodes];
    apart.iter().zip(0..).for_each(|(&node, n)| number[node] = n);
    circle.iter().for_each(|&node| number[node] = next);
    number[root] = next + 1;
    let mut smaller: Vec<Arc> = Vec::new();
    let mut origin: Vec<usize> = Vec::new();
    for (place, arc) in arcs.iter().enumerate() {
        let (from, to) = (number[arc.from], number[arc.to]);
        if from != to && arc.to != root {
            let replaced = best[arc.to].filter(|_| to == next).map_or(0.0, |b| arcs[b].weight);
            smaller.push(Arc { from, to, weight: arc.weight - replaced });
            origin.push(place);
        }
    }
    let mut chosen: Vec<Option<usize>> = vec![None; nodes];
    circle.iter().for_each(|&node| chosen[node] = best[node]);
    for place in arborescence(next + 2, &smaller) {
        let place = origin[place];
        chosen[arcs[place].to] = Some(place);
    }
    chosen.into_iter().flatten().collect()
}

/// The nodes of a circle among the chosen arcs.
fn circle(best: &[Option<usize>], arcs: &[Arc]) -> Option<Vec<usize>> {
    let mut seen = vec![0usize; best.len()];
    for start in 0..best.len() {
        let mut at = start;
        while seen[at] == 0 {
            seen[at] = start + 1;
            match best[at] {
                Some(place) => at = arcs[place].from,
                None => break,
            }
        }
        if seen[at] == start + 1 && best[at].is_some() {
            let mut circle = vec![at];
            let mut node = arcs[best[at]?].from;
            while node != at {
                circle.push(node);
                node = arcs[best[node]?].from;
            }
            return Some(circle);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sources(nodes: usize, arcs: &[(usize, usize, f32)]) -> Vec<usize> {
        let arcs: Vec<Arc> = arcs.iter().map(|&(from, to, weight)| Arc { from, to, weight }).collect();
        let mut sources = vec![usize::MAX; nodes - 1];
        for place in arborescence(nodes, &arcs) {
            sources[arcs[place].to] = arcs[place].from;
        }
        sources
    }

    #[test]
    fn circles_are_opened_where_it_costs_least() {
        // 0 and 1 explain each other; 1 is likelier to be the wire's.
        let arcs = [(2, 0, -5.0), (2, 1, -2.0), (1, 0, -0.1), (0, 1, -0.1)];
        assert_eq!(sources(3, &arcs), [1, 2]);
        // Of three in a circle.
        let arcs = [(3, 0, -4.0), (3, 1, -6.0), (3, 2, -3.0), (0, 1, -0.1), (1, 2, -0.1), (2, 0, -0.1)];
        assert_eq!(sources(4, &arcs), [2, 0, 3]);
        // No circle.
        assert_eq!(sources(3, &[(2, 0, -1.0), (2, 1, -2.0), (0, 1, -1.0)]), [2, 0]);
    }

    #[test]
    fn it_is_the_best_of_all() {
        let mut random = crate::random::SplitMix64::new(9);
        for _ in 0..200 {
            let nodes = 2 + random.below(4);
            let mut arcs = Vec::new();
            for to in 0..nodes - 1 {
                for from in (0..nodes).filter(|&from| from != to) {
                    if from == nodes - 1 || random.chance(0.7) {
                        arcs.push((from, to, -(random.unit() as f32) * 5.0));
                    }
                }
            }
            let weight = |sources: &[usize]| -> f32 {
                let of = |(to, from): (usize, &usize)| {
                    arcs.iter().find(|a| a.0 == *from && a.1 == to).map_or(f32::NEG_INFINITY, |a| a.2)
                };
                sources.iter().enumerate().map(of).sum()
            };
            let found = weight(&sources(nodes, &arcs));
            let mut best = f32::NEG_INFINITY;
            for code in 0..nodes.pow(nodes as u32 - 1) {
                let all: Vec<usize> = (0..nodes - 1).map(|n| code / nodes.pow(n as u32) % nodes).collect();
                let hangs = |start: usize| {
                    let mut at = start;
                    (0..nodes).any(|_| {
                        at = if at == nodes - 1 { at } else { all[at] };
                        at == nodes - 1
                    })
                };
                if (0..nodes - 1).all(hangs) {
                    best = best.max(weight(&all));
                }
            }
            assert!((found - best).abs() < 1e-4, "{found} {best}");
        }
    }
}
