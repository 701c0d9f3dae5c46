//! The words that say what the next value is.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::cue_values::DEALS;
use super::cue_words::PERSONAL;
use super::suffix;

/// What a cue word announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cue {
    /// A label of a form: what follows is somebody's name (收货人, 户名).
    NameLabel,
    /// A word of a sentence or a role in a chat: perhaps a name follows (我叫, 房东, 买家).
    NameHint,
    /// Who speaks in a chat, or a party in general: what follows is talk as often as a name (买家, 客户).
    Speaker,
    /// A name may stand before it (您好).
    Greeting,
    /// A telephone number of whatever sort.
    Phone,
    /// A fixed line.
    FixedLine,
    /// A telephone number of the firm.
    ServicePhone,
    /// A mailbox of the firm.
    ServiceMail,
    /// An identity document of unknown sort, or a resident identity card.
    Identity,
    /// A passport.
    Passport,
    /// A travel or residence permit.
    Permit,
    /// A bank card or account.
    Card,
    /// A number plate.
    Plate,
    /// A WeChat id.
    Wechat,
    /// A QQ number.
    Qq,
    /// An account, member number or UID.
    Account,
    /// A display name.
    Nick,
    /// An order, invoice or policy.
    Order,
    /// Some number whose label says no more: perhaps a serial number follows (报案编号, 核验号).
    Number,
    /// A payment.
    Pay,
    /// A parcel.
    Tracking,
    /// A code or password.
    Secret,
    /// An IP address.
    Ip,
    /// A device id.
    Device,
    /// A date of birth.
    Birth,
    /// Coordinates.
    Geo,
    /// Where a person lives or gets parcels.
    Home,
    /// An address, whose it is stays open.
    Place,
    /// The firm's address.
    Office,
    /// Something of the goods or the firm that must stay: article, batch, licence, version, counter.
    Keep,
}

/// A cue word found in a text, as a range of plain characters.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) cue: Cue,
}

struct Lexicon {
    words: AhoCorasick,
    cues: Vec<Cue>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(|| {
    let all = PERSONAL.iter().chain(DEALS);
    let listed = all.flat_map(|(cue, words)| words.split_whitespace().map(move |word| (*cue, word)));
    let (cues, words): (Vec<Cue>, Vec<&str>) = listed.unzip();
    let words = AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostLongest)
        .build(words)
        .expect("the cue words are few and short");
    Lexicon { words, cues }
});

/// Finds the cue words of a text, in order and apart, the longest one where several begin.
///
/// Spaces do not count (`姓　名`), nor does the case of Latin letters; a Latin word must stand alone.
pub(super) fn find(chars: &[char]) -> Vec<Hit> {
    let mut dense = String::with_capacity(chars.len() * 3);
    let mut place: Vec<u32> = Vec::with_capacity(chars.len() * 3);
    for (at, c) in (0u32..).zip(chars) {
        if *c == ' ' || *c == '\t' {
            continue;
        }
        dense.push(c.to_ascii_lowercase());
        place.resize(dense.len(), at);
    }
    let lexicon = &*LEXICON;
    let hit = |found: aho_corasick::Match| {
        let (start, last) = (place[found.start()] as usize, place[found.end() - 1] as usize);
        Hit { start, end: last + 1, cue: lexicon.cues[found.pattern().as_usize()] }
    };
    let listed: Vec<Hit> =
        lexicon.words.find_iter(&dense).map(hit).filter(|hit| stands_alone(chars, hit)).collect();
    suffix::complete(chars, listed)
}

/// Whether Latin letters at the ends of a cue are the ends of a word.
fn stands_alone(chars: &[char], hit: &Hit) -> bool {
    let before = hit.start.checked_sub(1).map(|i| chars[i]);
    let after = chars.get(hit.end).copied();
    let splits = |left: Option<char>, right: Option<char>| {
        let letters = left.zip(right).filter(|(l, r)| l.is_ascii_alphabetic() && r.is_ascii_alphabetic());
        // Keys such as `receiverName` are several words.
        letters.is_some_and(|(l, r)| !(l.is_ascii_lowercase() && r.is_ascii_uppercase()))
    };
    !splits(before, Some(chars[hit.start])) && !splits(Some(chars[hit.end - 1]), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cues(text: &str) -> Vec<Cue> {
        let chars: Vec<char> = text.chars().collect();
        find(&chars).into_iter().map(|hit| hit.cue).collect()
    }

    #[test]
    fn the_longest_word_counts() {
        assert_eq!(cues("客服电话"), [Cue::ServicePhone]);
        assert_eq!(cues("收 货 人：电话"), [Cue::NameLabel, Cue::Phone]);
        assert_eq!(cues("QQ：1"), [Cue::Qq]);
        assert_eq!(cues("qqmusic"), []);
    }

    #[test]
    fn keys_of_several_words_are_read() {
        assert_eq!(cues("receiverPhone"), [Cue::NameLabel, Cue::Phone]);
        assert_eq!(cues("order_no"), [Cue::Order]);
        assert_eq!(cues("surname"), []);
    }
}
