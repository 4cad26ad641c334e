//! The window filled again from what was kept: read on one thread, while others decode what was read and put it on the shelf.

use super::document::Document;
use super::shelf::Shelf;
use super::state::{Article, Kept, Mark, Rest, Unfit, unfit};
use super::{Engine, QUANTUM, is_called};
use crate::blocks::Blocks;
use crate::candidates::Arrival;
use crate::tracked::from_bytes;
use rayon::prelude::*;
use std::sync::mpsc::sync_channel;

/// Articles that are decoded at once.
const AT_ONCE: usize = 4096;

/// Articles by arrival, as they are kept.
type Portion = Vec<(Arrival, Vec<u8>)>;

/// The window while it is filled.
struct Filling<'a> {
    documents: &'a mut Blocks<Option<Document>>,
    shelf: &'a mut Shelf,
    rest: &'a Rest,
    /// The first arrival whose words are to be in memory.
    unshelved: Arrival,
    /// What indexes know of each article.
    marks: Vec<(Arrival, Mark)>,
}

impl Filling<'_> {
    fn take(&mut self, portion: &Portion) -> Result<(), Unfit> {
        let decoded: Result<Vec<_>, Unfit> =
            portion.par_iter().map(|(arrival, bytes)| self.decode(*arrival, bytes)).collect();
        let decoded = decoded?;
        let away = decoded.iter().filter(|(arrival, ..)| *arrival < self.unshelved);
        let records: Vec<(Arrival, &[u8])> =
            away.filter_map(|(arrival, _, whole)| Some((*arrival, whole.as_ref()?.1))).collect();
        let mut places = self.shelf.put(&records).into_iter().flatten();
        for (arrival, mark, whole) in decoded {
            self.marks.push((arrival, mark));
            let Some((mut document, record)) = whole else { continue };
            if arrival < self.unshelved {
                match places.next() {
                    Some(place) => document.shelve(place),
                    None => {
                        document.restore(record, true).map_err(unfit(format_args!("article {arrival}")))?;
                    }
                }
            }
            let slot = self.documents.get_mut((arrival - self.rest.first) as usize);
            *slot.ok_or_else(|| unfit(format_args!("article {arrival}"))("unknown".into()))? = Some(document);
        }
        Ok(())
    }

    /// What indexes know of an article and, of one of the window, the article and its record.
    #[expect(clippy::type_complexity, reason = "it is taken apart at once")]
    fn decode<'b>(
        &self,
        arrival: Arrival,
        bytes: &'b [u8],
    ) -> Result<(Arrival, Mark, Option<(Document, &'b [u8])>), Unfit> {
        let wrong = |reason: String| unfit(format_args!("article {arrival}"))(reason);
        match from_bytes::<Article<Document, &[u8], Mark>>(bytes).map_err(wrong)? {
            Article::Mark(mark) => Ok((arrival, mark, None)),
            Article::Whole(mut document, record) => {
                let mark = document.restore(record, arrival >= self.unshelved).map_err(wrong)?;
                let in_window = arrival >= self.rest.first && self.rest.vacant.binary_search(&arrival).is_err();
                Ok((arrival, mark, in_window.then_some((document, record))))
            }
        }
    }
}

impl Engine {
    /// Fills the window; gives what indexes know of its articles, and of some that have left it, by arrival.
    pub(super) fn refill<E: From<Unfit> + Send>(
        &mut self,
        kept: &impl Kept<E>,
        rest: &Rest,
    ) -> Result<Vec<(Arrival, Mark)>, E> {
        let &Rest { first, next, oldest, ref vacant, .. } = rest;
        self.documents = (first..next).map(|_| None).collect();
        let in_memory = next.saturating_sub(self.config.window.in_memory.max(QUANTUM));
        self.unshelved = in_memory - in_memory % QUANTUM;
        let Self { documents, shelf, unshelved, .. } = self;
        let mut filling = Filling { documents, shelf, rest, unshelved: *unshelved, marks: Vec::new() };
        let marks = std::thread::scope(|threads| -> Result<_, E> {
            let (give, portions) = sync_channel::<Portion>(1);
            let filler = threads.spawn(move || -> Result<_, Unfit> {
                portions.into_iter().try_for_each(|portion| filling.take(&portion))?;
                Ok(filling.marks)
            });
            let mut pending = Portion::with_capacity(AT_ONCE);
            let read = kept.articles(&mut |arrival, bytes| {
                // Needed no more, or written ahead of a state that was never put away.
                if (oldest..next).contains(&arrival) {
                    pending.push((arrival, bytes.to_vec()));
                }
                if pending.len() == AT_ONCE {
                    // Who takes them has ended only for a fault, which it tells below.
                    let _ = give.send(std::mem::replace(&mut pending, Portion::with_capacity(AT_ONCE)));
                }
                Ok(())
            });
            let _ = give.send(pending);
            drop(give);
            let marks = filler.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
            read.map(|()| marks)
        })?;
        let held = self.documents.iter().filter(|d| d.is_some()).count();
        if held + vacant.len() != self.documents.len() {
            let reason = format!("{held} of {} are there", self.documents.len() - vacant.len());
            return Err(unfit("articles of the window")(reason).into());
        }
        let Self { documents, sources, .. } = self;
        for document in documents.iter_mut().flatten() {
            document.source = document.source.take().map(|source| sources.share(source));
        }
        let Self { by_id, documents, retired, .. } = self;
        for (arrival, document) in (first..).zip(documents.iter()).filter(|(arrival, _)| !retired.contains(arrival)) {
            let Some(document) = document else { continue };
            by_id.insert(&document.id, arrival, |arrival| is_called(documents, first, arrival, &document.id));
        }
        Ok(marks)
    }
}
