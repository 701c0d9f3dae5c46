//! A complaint of many is bound in volumes: what they say together first, then what each of them adds.

use super::Complaint;
use super::material::Evidence;
use super::schedule::{Entry, Totals};

/// A volume of annexes: some members in a row, with all that is theirs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Volume {
    /// Counted from 1.
    pub number: u32,
    /// How many there are.
    pub of: u32,
    /// Line of its first member in the schedule.
    pub first_row: u32,
    /// Line of its last member.
    pub last_row: u32,
}

/// Divides so many members among volumes of `each`; none where all fit into one paper.
#[must_use]
pub fn volumes(members: u32, each: u32) -> Vec<Volume> {
    let each = each.max(1);
    if members <= each {
        return vec![];
    }
    let of = members.div_ceil(each);
    let volume = |number: u32| Volume {
        number,
        of,
        first_row: (number - 1) * each + 1,
        last_row: (number * each).min(members),
    };
    (1..=of).map(volume).collect()
}

impl Volume {
    /// The members in it.
    #[must_use]
    pub fn entries<'a>(&self, complaint: &'a Complaint) -> &'a [Entry] {
        let place = |row: u32| usize::try_from(row).unwrap_or(usize::MAX).min(complaint.schedule.len());
        let (first, last) = (place(self.first_row.saturating_sub(1)), place(self.last_row));
        complaint.schedule.get(first..last).unwrap_or_default()
    }

    /// Sums over its members; `None` for a volume of another complaint.
    #[must_use]
    pub fn totals(&self, complaint: &Complaint) -> Option<Totals> {
        Totals::of(self.entries(complaint)).ok()
    }

    /// Its evidence, in the order of the numbers.
    pub fn evidence<'a>(&self, complaint: &'a Complaint) -> impl Iterator<Item = &'a Evidence> {
        let theirs: std::collections::HashSet<&str> =
            self.entries(complaint).iter().map(|entry| entry.code.as_str()).collect();
        complaint.evidence.iter().filter(move |piece| theirs.contains(piece.member_code.as_str()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::complaint::sample::material;

    #[test]
    fn everybody_is_in_one_volume() {
        for (members, each, of) in [(1, 250, 0), (250, 250, 0), (251, 250, 2), (7, 2, 4), (10_000, 250, 40)] {
            let volumes = volumes(members, each);
            assert_eq!(volumes.len(), of, "{members}");
            let rows: Vec<u32> =
                volumes.iter().flat_map(|volume| volume.first_row..=volume.last_row).collect();
            assert!(volumes.is_empty() || rows == (1..=members).collect::<Vec<_>>(), "{members}");
        }
    }

    #[test]
    fn volumes_add_up_to_the_whole() {
        let whole = Complaint::pool(&material(7)).unwrap();
        let volumes = volumes(7, 2);
        let paid: i64 = volumes.iter().map(|volume| volume.totals(&whole).unwrap().paid_fen).sum();
        assert_eq!(paid, whole.totals.paid_fen);
        let pieces: usize = volumes.iter().map(|volume| volume.evidence(&whole).count()).sum();
        assert_eq!(pieces, whole.evidence.len());
        assert_eq!(volumes[3].entries(&whole).len(), 1);
    }
}
