//! Words and what they mean: where the concepts of the rules stand in a clause.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

use aho_corasick::{AhoCorasick, MatchKind};

use super::number;
use crate::domain::folded::Folded;

/// Characters that may stand between two tokens of a sequence where it says no number.
const GAP: usize = 6;
/// Characters that may stand between a denial and what it denies.
const DENIED: usize = 3;
/// The most places of one concept that are looked at in a clause.
const MOST: usize = 64;

/// The concept whose words deny what follows them.
const DENIAL: &str = "NO";

/// Concepts one after the other, each at most so many characters behind the one before.
#[derive(Clone, Debug)]
pub(super) struct Sequence(Vec<Step>);

#[derive(Clone, Debug)]
struct Step {
    concept: usize,
    gap: usize,
    affirmed: bool,
}

impl Sequence {
    /// The concepts it is made of.
    pub(super) fn concepts(&self) -> impl Iterator<Item = usize> + Clone {
        self.0.iter().map(|step| step.concept)
    }
}

/// All concepts, and the words they begin with.
#[derive(Debug)]
pub(super) struct Lexicon {
    /// Concepts by name; single words are concepts that are named by themselves.
    names: HashMap<String, usize>,
    /// For each concept, the sequences that mean it too. A concept stands behind those it is made of.
    made_of: Vec<Vec<Sequence>>,
    /// Those that have a name.
    named: Vec<usize>,
    words: AhoCorasick,
    /// For each word, the concepts it means: itself, and those that it is an alternative of.
    meanings: Vec<Vec<usize>>,
    /// The concept whose words deny what follows them.
    denial: Option<usize>,
}

/// Where each concept stands in a clause, in characters.
#[derive(Debug)]
pub(super) struct Places<'a> {
    lexicon: &'a Lexicon,
    chars: &'a [char],
    /// For each concept, the index of its list, from one; zero for the many that stand nowhere.
    lists: Vec<u16>,
    /// Where a concept stands, by where it begins, the longer of two first.
    places: Vec<Vec<Range<usize>>>,
}

/// Collects concepts and the words that sequences mention.
#[derive(Debug, Default)]
pub(super) struct Builder {
    names: HashMap<String, usize>,
    made_of: Vec<Vec<Sequence>>,
    words: Vec<(String, usize)>,
    sources: BTreeMap<String, String>,
}

impl Builder {
    /// Begins with the concepts of a file, `name = "alternative, alternative"`.
    pub(super) fn new(sources: BTreeMap<String, String>) -> Result<Self, String> {
        let mut builder = Self { sources, ..Self::default() };
        for name in number::NAMES {
            builder.add(name);
        }
        for name in builder.sources.keys().cloned().collect::<Vec<_>>() {
            builder.named(&name, &mut Vec::new())?;
        }
        Ok(builder)
    }

    fn add(&mut self, name: &str) -> usize {
        self.made_of.push(Vec::new());
        self.names.insert(name.to_owned(), self.made_of.len() - 1);
        self.made_of.len() - 1
    }

    /// The concept of a name, made from its source the first time it is asked for.
    fn named(&mut self, name: &str, open: &mut Vec<String>) -> Result<usize, String> {
        if let Some(&known) = self.names.get(name) {
            return Ok(known);
        }
        let source = self.sources.get(name).cloned().ok_or_else(|| format!("there is no concept {name}"))?;
        if open.iter().any(|above| above == name) {
            return Err(format!("{name} is made of itself"));
        }
        open.push(name.to_owned());
        let sequences: Vec<Sequence> = source
            .split(',')
            .map(|alternative| self.sequence(alternative, open))
            .collect::<Result<_, _>>()?;
        open.pop();
        let concept = self.add(name);
        self.made_of[concept] = sequences;
        Ok(concept)
    }

    /// The concept that is a single word.
    fn word(&mut self, word: &str) -> usize {
        let folded = Folded::new(word).as_str().to_owned();
        if let Some(&known) = self.names.get(&folded) {
            return known;
        }
        let concept = self.add(&folded);
        self.words.push((folded, concept));
        concept
    }

    /// Reads a sequence: names, words, and numbers for the characters that may stand between.
    pub(super) fn sequence(&mut self, source: &str, open: &mut Vec<String>) -> Result<Sequence, String> {
        let mut steps: Vec<Step> = Vec::new();
        let mut gap = GAP;
        for token in source.split_whitespace() {
            // 12315 is a word.
            if token.len() <= 2
                && let Ok(number) = token.parse()
            {
                gap = number;
                continue;
            }
            let (affirmed, token) = token.strip_prefix('+').map_or((false, token), |token| (true, token));
            let concept = if is_name(token) { self.named(token, open)? } else { self.word(token) };
            steps.push(Step { concept, gap, affirmed });
            gap = GAP;
        }
        if steps.is_empty() { Err(format!("nothing is said by {source:?}")) } else { Ok(Sequence(steps)) }
    }

    /// Reads a sequence none of whose tokens may be denied.
    pub(super) fn affirmed(&mut self, source: &str) -> Result<Sequence, String> {
        let mut sequence = self.sequence(source, &mut Vec::new())?;
        sequence.0.iter_mut().for_each(|step| step.affirmed = true);
        Ok(sequence)
    }

    /// The lexicon of everything that was mentioned.
    pub(super) fn build(self) -> Result<Lexicon, String> {
        let words = AhoCorasick::builder()
            .match_kind(MatchKind::Standard)
            .build(self.words.iter().map(|(word, _)| word))
            .map_err(|fault| fault.to_string())?;
        let mut made_of = self.made_of;
        let mut meanings: HashMap<usize, Vec<usize>> =
            self.words.iter().map(|(_, concept)| (*concept, vec![*concept])).collect();
        // Most alternatives are one word, which is then known for what it means when it is met.
        for (concept, sequences) in made_of.iter_mut().enumerate() {
            sequences.retain(|Sequence(steps)| match steps.as_slice() {
                [Step { concept: word, affirmed: false, .. }] => match meanings.get_mut(word) {
                    Some(means) => {
                        means.push(concept);
                        false
                    }
                    None => true,
                },
                _ => true,
            });
        }
        let meanings = self.words.iter().map(|(_, word)| meanings.remove(word).unwrap_or_default()).collect();
        let mut named: Vec<usize> =
            self.names.iter().filter(|(name, _)| is_name(name)).map(|(_, concept)| *concept).collect();
        named.sort_unstable();
        let denial = self.names.get(DENIAL).copied();
        Ok(Lexicon { named, names: self.names, made_of, words, meanings, denial })
    }
}

/// Whether a token names a concept.
fn is_name(token: &str) -> bool {
    token.len() > 1 && token.chars().all(|c| c.is_ascii_uppercase() || c == '_')
}

impl Lexicon {
    /// Where everything stands in a clause.
    pub(super) fn read<'a>(&'a self, chars: &'a [char]) -> Places<'a> {
        let text: String = chars.iter().collect();
        // Characters by the byte they begin at.
        let mut index = vec![0_u32; text.len() + 1];
        let mut count = 0;
        for (at, c) in text.char_indices() {
            index[at..at + c.len_utf8()].fill(count);
            count += 1;
        }
        index[text.len()] = count;
        let place = |range: Range<usize>| index[range.start] as usize..index[range.end] as usize;

        let mut places =
            Places { lexicon: self, chars, lists: vec![0; self.made_of.len()], places: Vec::new() };
        for found in self.words.find_overlapping_iter(&text) {
            let stretch = place(found.range());
            for concept in &self.meanings[found.pattern().as_usize()] {
                places.put(*concept, stretch.clone());
            }
        }
        for (name, range) in number::find(&text) {
            places.put(self.names[number::NAMES[name]], place(range));
        }
        for (concept, sequences) in self.made_of.iter().enumerate() {
            for sequence in sequences {
                if !places.may(sequence) {
                    continue;
                }
                for found in places.all(sequence) {
                    places.put(concept, found);
                }
            }
        }
        places
    }
}

impl Places<'_> {
    /// The concepts of the file that stand somewhere.
    pub(super) fn present(&self) -> impl Iterator<Item = usize> {
        self.lexicon.named.iter().copied().filter(|concept| self.has(*concept))
    }

    fn put(&mut self, concept: usize, place: Range<usize>) {
        let list = &mut self.lists[concept];
        if *list == 0 {
            self.places.push(Vec::new());
            // A clause is cut long before it holds so many concepts.
            *list = u16::try_from(self.places.len()).unwrap_or(u16::MAX);
        }
        let places = &mut self.places[usize::from(*list) - 1];
        let key = |place: &Range<usize>| (place.start, Reverse(place.end));
        if places.len() < MOST
            && let Err(at) = places.binary_search_by_key(&key(&place), key)
        {
            places.insert(at, place);
        }
    }

    /// Where a concept stands.
    fn of(&self, concept: usize) -> &[Range<usize>] {
        match self.lists[concept] {
            0 => &[],
            list => &self.places[usize::from(list) - 1],
        }
    }

    /// Whether all that a sequence is made of stands somewhere.
    fn may(&self, Sequence(steps): &Sequence) -> bool {
        steps.iter().all(|step| self.has(step.concept))
    }

    /// Whether a concept stands somewhere.
    pub(super) fn has(&self, concept: usize) -> bool {
        self.lists[concept] != 0
    }

    /// Where a sequence stands first.
    pub(super) fn first(&self, sequence: &Sequence) -> Option<Range<usize>> {
        if !self.may(sequence) {
            return None;
        }
        self.starts(sequence).find_map(|start| self.follow(sequence, start))
    }

    /// Everywhere a sequence stands.
    fn all(&self, sequence: &Sequence) -> Vec<Range<usize>> {
        self.starts(sequence).filter_map(|start| self.follow(sequence, start)).collect()
    }

    fn starts<'s>(&'s self, Sequence(steps): &'s Sequence) -> impl Iterator<Item = &'s Range<usize>> {
        self.of(steps[0].concept).iter().filter(|place| !steps[0].affirmed || !self.denied(place.start))
    }

    /// The stretch of a sequence that begins at a place.
    fn follow(&self, Sequence(steps): &Sequence, start: &Range<usize>) -> Option<Range<usize>> {
        let mut end = start.end;
        for step in &steps[1..] {
            let places = self.of(step.concept);
            let behind = &places[places.partition_point(|place| place.start < end)..];
            // The first is the whole word, where a shorter one begins it.
            let mut near = behind.iter().take_while(|place| place.start <= end + step.gap);
            end = near.find(|place| !step.affirmed || !self.denied(place.start))?.end;
        }
        Some(start.start..end)
    }

    /// Whether what begins at a place is denied right before it.
    fn denied(&self, start: usize) -> bool {
        let joined =
            |from: usize| !self.chars[from.min(start)..start].iter().any(|c| matches!(c, ',' | ';' | ':'));
        let bare =
            self.chars[..start].iter().rev().take(2).any(|c| *c == '不') && joined(start.saturating_sub(2));
        let conditional = self.chars[..start].iter().rev().take(2).any(|c| matches!(c, '方' | '才'));
        let named = self.lexicon.denial.is_some_and(|denial| {
            let before = |place: &&Range<usize>| place.start < start && start <= place.end + DENIED;
            self.of(denial).iter().filter(before).any(|place| joined(place.end))
        });
        bare || conditional || named
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lexicon(sequences: &[&str]) -> (Lexicon, Vec<Sequence>) {
        let sources = [("NO", "不予, 不"), ("REFUND", "退款, 退"), ("NOREFUND", "NO 2 REFUND, 概不退")];
        let sources = sources.map(|(name, source)| (name.to_owned(), source.to_owned())).into();
        let mut builder = Builder::new(sources).unwrap();
        let sequences =
            sequences.iter().map(|source| builder.sequence(source, &mut Vec::new()).unwrap()).collect();
        (builder.build().unwrap(), sequences)
    }

    fn found(text: &str, source: &str) -> Option<Range<usize>> {
        let (lexicon, sequences) = lexicon(&[source]);
        let chars: Vec<char> = text.chars().collect();
        lexicon.read(&chars).first(&sequences[0])
    }

    #[test]
    fn a_sequence_stands_where_its_tokens_follow_one_another() {
        for (text, source, place) in [
            ("一律不予退款", "NOREFUND", Some(2..6)),
            ("不予办理退款", "NOREFUND", Some(0..6)),
            ("不予任何形式的退款", "NOREFUND", None),
            ("售出后24小时概不退款", "HOURS NOREFUND", Some(3..10)),
            ("可退款", "+退款", Some(1..3)),
            ("不可退款", "+退款", None),
            ("退款不", "NO 退款", None),
        ] {
            assert_eq!(found(text, source), place, "{text}: {source}");
        }
    }

    #[test]
    fn a_faulty_file_is_refused() {
        let circle =
            [("AA", "BB"), ("BB", "AA 一")].map(|(name, source)| (name.to_owned(), source.to_owned()));
        assert!(Builder::new(circle.into()).unwrap_err().contains("made of itself"));
        let unknown = [("AA".to_owned(), "NOWHERE".to_owned())];
        assert!(Builder::new(unknown.into()).unwrap_err().contains("no concept NOWHERE"));
    }
}
