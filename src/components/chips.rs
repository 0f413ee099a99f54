//! What is chosen, as buttons that remove it.

use archive::markup::Printer;
use archive::view::Chip;
use web_sys::Element;

use crate::browser::dom::{self, Nodes};

/// The chips, and the button that removes all of them.
pub(crate) struct Chips {
    group: Element,
    list: Element,
    shown: Vec<Chip>,
}

impl Chips {
    pub(crate) fn new(root: &Element) -> Option<Self> {
        let group = dom::find(root, ".chips")?;
        let list = dom::find(&group, ".chips__list")?;
        Some(Self { group, list, shown: Vec::new() })
    }

    /// Shows these chips. Where the chip that had the focus is gone, the next one gets it.
    pub(crate) fn update(&mut self, chips: &[Chip], printer: &Printer<'_>) {
        if self.shown == chips {
            return;
        }
        let focused = self.focused();
        self.list.set_text_content(None);
        let mut nodes = Nodes::into(&self.list);
        for chip in chips {
            printer.chip(chip, &mut nodes);
        }
        drop(nodes);
        dom::hide(&self.group, chips.is_empty());
        if let Some(before) = focused {
            let same = |chip: &Chip| chip.message == self.shown[before].message;
            let at = chips.iter().position(same).unwrap_or(before);
            if let Some(chip) = dom::find_all(&self.list, ".chip").get(at) {
                dom::focus(chip);
            }
        }
        self.shown = chips.to_vec();
    }

    /// Which chip has the focus.
    fn focused(&self) -> Option<usize> {
        let focused = dom::focused(&self.group)?;
        let chips = dom::find_all(&self.list, ".chip");
        chips.iter().position(|chip| *chip == focused).filter(|at| *at < self.shown.len())
    }
}
