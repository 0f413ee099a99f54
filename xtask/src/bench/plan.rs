//! The plan: which pages are measured, with how many items, with and without the brake, and how often.

use super::peers::{AGAIN, HAND, PEERS, Peer, STATIC, US};

/// What may be said on the command line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(crate) sizes: Vec<usize>,
    pub(crate) rounds: usize,
    /// These pages alone; all where none is named.
    pub(crate) only: Vec<String>,
    pub(crate) brake: Brake,
    pub(crate) seed: u64,
    /// Whether the largest size is measured with the brake, too.
    pub(crate) long: bool,
    /// Whether nothing is measured, and the document is written from what was measured last.
    pub(crate) again: bool,
    /// Whether it is looked at where the pages spend their time, and nothing is measured or written.
    pub(crate) profile: bool,
}

/// Which visitors there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Brake {
    None,
    Slow,
    Both,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            sizes: vec![1_000, 10_000, LARGE],
            rounds: 3,
            only: Vec::new(),
            brake: Brake::Both,
            seed: 1,
            long: false,
            again: false,
            profile: false,
        }
    }
}

/// From here on a visit takes long, so there are fewer.
pub(super) const LARGE: usize = 100_000;
/// The pages that are visited with the brake and a large archive: whoever loads it all waits for a minute.
const LARGE_SLOW: &[&str] = &[STATIC, US, HAND, AGAIN];

/// Visits that are compared with each other.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) size: usize,
    pub(super) slow: bool,
    pub(super) rounds: usize,
    pub(super) peers: Vec<&'static Peer>,
    /// Whose memory is watched over many changes.
    pub(super) growth: Vec<&'static Peer>,
}

/// What is measured.
pub(super) fn groups(options: &Options) -> Vec<Group> {
    let chosen =
        |peer: &&Peer| options.only.is_empty() || options.only.iter().any(|name| name == peer.name);
    let mut groups = Vec::new();
    for &size in &options.sizes {
        let is_large = size >= LARGE;
        let peers = || PEERS.iter().filter(chosen).filter(|peer| size <= peer.most);
        let rounds = if is_large { options.rounds.div_ceil(2) } else { options.rounds };
        if options.brake != Brake::Slow {
            let growth = peers().filter(|peer| [US, HAND].contains(&peer.name)).collect();
            groups.push(Group { size, slow: false, rounds, peers: peers().collect(), growth });
        }
        if options.brake != Brake::None && (!is_large || options.long) {
            let peers =
                peers().filter(|peer| !is_large || LARGE_SLOW.contains(&peer.name)).collect();
            groups.push(Group { size, slow: true, rounds, peers, growth: Vec::new() });
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::{Brake, Group, Options, groups};
    use crate::bench::peers::PEERS;

    fn names(group: &Group) -> Vec<&str> {
        group.peers.iter().map(|peer| peer.name).collect()
    }

    #[test]
    fn a_large_archive_is_visited_less_and_with_the_brake_only_on_demand() {
        let options = Options { sizes: vec![1_000, 100_000], rounds: 7, ..Options::default() };
        let found = groups(&options);
        let outline: Vec<_> =
            found.iter().map(|group| (group.size, group.slow, group.rounds)).collect();
        assert_eq!(outline, [(1_000, false, 7), (1_000, true, 7), (100_000, false, 4)]);
        assert_eq!(found[0].peers.len(), PEERS.len());
        assert!(
            !names(&found[2]).contains(&"pagefind") && !names(&found[2]).contains(&"react-whole")
        );
        let found = groups(&Options { long: true, ..options });
        assert_eq!(names(&found[3]), ["static", "us", "hand", "hand-again"]);
    }

    #[test]
    fn what_is_named_alone_is_measured() {
        let only = vec!["us".to_owned(), "static".to_owned()];
        let options = Options { sizes: vec![100], only, brake: Brake::Slow, ..Options::default() };
        let found = groups(&options);
        assert_eq!(found.len(), 1);
        assert!(found[0].slow);
        assert_eq!(names(&found[0]), ["static", "us"]);
    }

    #[test]
    fn the_memory_of_ours_and_of_the_hand_written_page_is_watched_once_a_size() {
        for group in groups(&Options::default()) {
            let watched: Vec<_> = group.growth.iter().map(|peer| peer.name).collect();
            assert_eq!(watched, if group.slow { vec![] } else { vec!["us", "hand"] });
        }
    }
}
