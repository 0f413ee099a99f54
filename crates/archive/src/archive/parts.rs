//! The texts of an archive whose feed has an outline: in which file of the feed each of them is, and
//! which of these files are here.

use std::ops::Range;
use std::sync::Arc;

use super::Archive;
use crate::bits::Bits;
use crate::feed::outline::Outline;
use crate::feed::{Item, Page};
use crate::lock::Lock;
use crate::text::Source;

/// A file of the feed, of which the outline has all but the texts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Part {
    /// Its address.
    pub url: String,
    /// The [places](Item::place) of its items.
    pub places: Range<usize>,
    /// The positions of its items in the archive, ascending, without those that a lock leaves out.
    pub items: Vec<usize>,
    /// How it stands.
    pub standing: Standing,
}

/// How a file with texts stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nobody has asked for it.
    Away,
    /// It is on its way.
    Coming,
    /// Its texts are in the archive.
    Here,
    /// It could not be loaded, or holds other items than the outline says.
    Failed,
}

/// The most items of a short archive.
const SHORT: usize = 10_000;

impl Archive {
    /// The archive of a feed with an outline, of which the first file has been read.
    #[must_use]
    pub fn outlined(mut first: Page, outline: Outline, base: &str, lock: Arc<Lock>) -> Self {
        let read = std::mem::replace(&mut first.items, outline.items);
        let mut archive = Self::locked(first, base, lock);
        archive.files += 1;
        let mut begin = 0;
        for (url, size) in outline.files {
            let places = begin..begin + size;
            begin += size;
            archive.parts.push(Part { url, places, items: Vec::new(), standing: Standing::Away });
        }
        for (position, item) in archive.items.iter().enumerate() {
            if let Some(part) = part_of(&archive.parts, item) {
                archive.parts[part].items.push(position);
            }
        }
        archive.receive(0, Some(read));
        archive
    }

    /// The files that its texts are in; none where they are all here from the first.
    #[must_use]
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// Whether it stands in a document as a whole. Of a longer one only what is near does: a hundred
    /// thousand items take more memory than some machines have.
    #[must_use]
    pub fn is_short(&self) -> bool {
        self.items.len() <= SHORT
    }

    /// The files with texts that are wanted, the first of them first: those of what is read or taken
    /// away, then of all that words are looked for in. All of a short archive is wanted in any case. None
    /// once all are here.
    #[must_use]
    pub fn wanted(&self, read: impl Iterator<Item = usize>, is_searched: bool) -> Vec<usize> {
        if self.is_here() {
            return Vec::new();
        }
        let mut wanted = self.parts_of(read);
        if is_searched || self.is_short() {
            let before = Bits::of(self.parts.len(), &wanted);
            wanted.extend((0..self.parts.len()).filter(|part| !before.contains(*part)));
        }
        wanted
    }

    fn is_here(&self) -> bool {
        self.parts.iter().all(|part| part.standing == Standing::Here)
    }

    /// How the files stand that the texts of these items are in: coming where any is still to come,
    /// else failed where any has.
    #[must_use]
    pub fn standing_of(&self, items: impl Iterator<Item = usize>) -> Standing {
        if self.is_here() {
            return Standing::Here;
        }
        let (mut comes, mut failed) = (false, false);
        for number in self.parts_of(items) {
            match self.parts[number].standing {
                Standing::Away | Standing::Coming => comes = true,
                Standing::Failed => failed = true,
                Standing::Here => {}
            }
        }
        match (comes, failed) {
            (true, _) => Standing::Coming,
            (false, true) => Standing::Failed,
            (false, false) => Standing::Here,
        }
    }

    /// The files that the texts of these items are in, each once.
    fn parts_of(&self, items: impl Iterator<Item = usize>) -> Vec<usize> {
        let mut seen = Bits::none(self.parts.len());
        let mut parts = Vec::new();
        for position in items {
            let part = self.items.get(position).and_then(|item| part_of(&self.parts, item));
            if let Some(part) = part.filter(|part| !seen.contains(*part)) {
                seen.insert(part);
                parts.push(part);
            }
        }
        parts
    }

    /// How the file stands that the text of an item is in.
    #[must_use]
    pub fn standing(&self, item: &Item) -> Standing {
        part_of(&self.parts, item).map_or(Standing::Here, |part| self.parts[part].standing)
    }

    /// The files that have come or failed, in the order in which they did.
    #[must_use]
    pub fn settled(&self) -> &[usize] {
        &self.settled
    }

    /// Notes that a file is on its way.
    pub fn await_part(&mut self, number: usize) {
        if let Some(part) = self.parts.get_mut(number) {
            part.standing = Standing::Coming;
        }
    }

    /// Notes that what could not be loaded is wanted again.
    pub fn forgive(&mut self) {
        for part in &mut self.parts {
            if part.standing == Standing::Failed {
                part.standing = Standing::Away;
            }
        }
    }

    /// Puts the texts of a file into the archive, whose items came from there; none where it could not
    /// be loaded. A text goes to its own item alone, and a file with other items than the outline says has
    /// failed: a feed that has changed since is not mixed with what it was.
    pub fn receive(&mut self, number: usize, items: Option<Vec<Item>>) {
        let Some(part) = self.parts.get_mut(number) else { return };
        let mut read = items.unwrap_or_default();
        let mut is_whole = read.len() == part.places.len();
        for position in &part.items {
            let item = &mut self.items[*position];
            match read.get_mut(item.place - part.places.start) {
                Some(read) if is_whole && read.heading == item.heading => {
                    item.text = std::mem::take(&mut read.text);
                    item.long_title = read.long_title.take();
                }
                _ => is_whole = false,
            }
        }
        part.standing = if is_whole { Standing::Here } else { Standing::Failed };
        self.settled.push(number);
    }

    /// How many of the items have their texts here.
    #[must_use]
    pub fn read(&self) -> usize {
        self.items.iter().fold(0, |read, item| read + usize::from(item.text != Source::Away))
    }
}

/// The file, of these, that the text of an item is in.
fn part_of(parts: &[Part], item: &Item) -> Option<usize> {
    let part = parts.partition_point(|part| part.places.end <= item.place);
    (part < parts.len()).then_some(part)
}

#[cfg(test)]
mod tests;
