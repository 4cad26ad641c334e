//! Beginnings of lines that are furniture on any site: what serves until a source's own furniture is learnt.

use rustc_hash::FxHashMap;
use std::sync::LazyLock;

struct Phrase {
    text: &'static str,
    whole_line: bool,
}

/// The phrases by their first three bytes.
static PHRASES: LazyLock<FxHashMap<[u8; 3], Vec<Phrase>>> = LazyLock::new(|| {
    let mut by_head: FxHashMap<[u8; 3], Vec<Phrase>> = FxHashMap::default();
    for line in include_str!("phrases.txt").lines() {
        let (whole_line, text) = match line.split_once(' ') {
            Some(("start", text)) => (false, text),
            Some(("line", text)) => (true, text),
            _ => continue,
        };
        if let Some(head) = head(text) {
            by_head.entry(head).or_default().push(Phrase { text, whole_line });
        }
    }
    by_head
});

fn head(line: &str) -> Option<[u8; 3]> {
    line.as_bytes().first_chunk::<3>().copied()
}

/// Whether a line of clean text is furniture by how it begins, or an embedded post.
///
/// Cost: O(length of the line) for posts, O(1) else.
pub fn is_furniture(line: &str) -> bool {
    let begin = line.trim_start_matches(|c: char| !c.is_alphanumeric());
    let listed = head(begin).and_then(|head| PHRASES.get(&head)).is_some_and(|phrases| {
        phrases.iter().any(|p| {
            begin.strip_prefix(p.text).is_some_and(|rest| {
                let end = !rest.starts_with(char::is_alphanumeric) || !p.text.is_ascii() && rest.len() == begin.len();
                let unspaced = p.text.chars().next_back().is_some_and(|c| c as u32 >= 0x3000);
                if p.whole_line {
                    rest.trim_matches(|c: char| !c.is_alphanumeric()).is_empty()
                } else {
                    end || unspaced
                }
            })
        })
    });
    listed || is_embedded_post(line)
}

/// A post of a social network, embedded: its link to a picture, or its signature with a handle.
fn is_embedded_post(line: &str) -> bool {
    let bytes = line.as_bytes();
    if memchr::memmem::find(bytes, b"pic.twitter.com/").is_some() {
        return true;
    }
    memchr::memmem::find(bytes, b"(@").is_some_and(|at| {
        let handle = bytes[at + 2..].iter().take_while(|b| b.is_ascii_alphanumeric() || **b == b'_').count();
        (1..=15).contains(&handle) && bytes.get(at + 2 + handle) == Some(&b')') && line.trim_start().starts_with('-')
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::normalise::clean;

    #[test]
    fn furniture_is_known_by_its_beginning() {
        let furniture = [
            "» LIRE AUSSI - «Gilets jaunes»: la mobilisation",
            "Lire aussi Article réservé à nos abonnés",
            "LAISSER UN COMMENTAIRE",
            "S'il vous plaît entrez votre commentaire!",
            "Instagram",
            "Read more: the bridge",
            "Читайте также: мост",
            "相关阅读：大桥",
            "関連記事",
            "On y va ! pic.twitter.com/abc",
            "— Ville de Valmorin (@valmorin) 3 mars 2031",
        ];
        for line in furniture {
            assert!(is_furniture(clean(line).as_str()), "{line}");
        }
        let body = [
            "Lire aussitôt serait une erreur, dit-il.",
            "Instagram a annoncé jeudi une nouvelle règle.",
            "Le ministre (@ministre) a publié un message.",
            "Readers of the paper were told.",
            "",
        ];
        for line in body {
            assert!(!is_furniture(clean(line).as_str()), "{line}");
        }
    }
}
