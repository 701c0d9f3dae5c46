//! The manifest of a filing: the evidence it relies on as a Merkle tree, so that one hash stands for all of it and
//! each piece can be proved to be in it without the others.
//!
//! The tree is that of RFC 6962 (section 2.1) with SHA-256: a leaf is the hash of `0x00` and its data, a node that
//! of `0x01` and its two children. The data of a leaf are these [framed](super::framing) fields:
//!
//! | field | for example |
//! |---|---|
//! | name | `chorus/evidence/1` |
//! | place in the manifest, from 0, in decimal | `7` |
//! | [digest](super::digest) of the original, lower-case hex | 64 digits |
//! | SHA-256 of the anonymised copy, lower-case hex | 64 digits |
//!
//! To check a proof: make the leaf, and hash it with each step in turn, the step on the side it says. What comes
//! out must be the root.

use ct_merkle::{
    HashableLeaf, InclusionProof, RootHash, indices_for_inclusion_proof, mem_backed_tree::MemoryBackedTree,
};
use sha2::{Digest, Sha256};

use super::framing::framed;

const NAME: &str = "chorus/evidence/1";

/// The most pieces in a manifest that is asked about: more than any case can have.
const MOST: u64 = 1 << 31;

/// What the manifest says of a piece of evidence.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece<'a> {
    /// The [digest](super::digest) of the original, lower-case hex.
    pub original: &'a str,
    /// SHA-256 of the copy, lower-case hex.
    pub copy: &'a str,
}

/// A hash on the way from a leaf to the root.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Lower-case hex.
    pub hash: String,
    /// Whether it stands before what it is hashed with.
    pub is_left: bool,
}

/// The pieces of a manifest as a tree.
pub struct Manifest(MemoryBackedTree<Sha256, Vec<u8>>);

impl Manifest {
    /// The manifest of these pieces in their order.
    #[must_use]
    pub fn of<'a>(pieces: impl IntoIterator<Item = Piece<'a>>) -> Self {
        let mut tree = MemoryBackedTree::new();
        for (place, piece) in pieces.into_iter().enumerate() {
            tree.push(data(place as u64, piece));
        }
        Self(tree)
    }

    /// How many pieces are in it.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.0.len()
    }

    /// The root, in lower-case hex; `None` when no piece is in it.
    #[must_use]
    pub fn root(&self) -> Option<String> {
        (!self.0.is_empty()).then(|| hex::encode(self.0.root().as_bytes()))
    }

    /// What proves that the piece at a place is in it, from the leaf upwards; `None` where no piece is.
    #[must_use]
    pub fn proof(&self, place: u64) -> Option<Vec<Step>> {
        let at = usize::try_from(place).ok().filter(|_| place < self.size())?;
        let proof = self.0.prove_inclusion(at);
        let steps = proof.as_bytes().chunks(Sha256::output_size());
        // The nodes are numbered from left to right, the leaves being the even ones.
        let sides = indices_for_inclusion_proof(self.size(), place).into_iter().map(|node| node < 2 * place);
        Some(steps.zip(sides).map(|(hash, is_left)| Step { hash: hex::encode(hash), is_left }).collect())
    }
}

/// The hash of the leaf of a piece, in lower-case hex.
#[must_use]
pub fn leaf(place: u64, piece: Piece<'_>) -> String {
    let mut hasher = Sha256::new_with_prefix([0]);
    data(place, piece).hash(&mut hasher);
    hex::encode(hasher.finalize())
}

/// Whether the hashes of a proof lead from the piece at `place` of a manifest of `size` pieces to its root.
#[must_use]
pub fn proves(proof: &[impl AsRef<[u8]>], place: u64, piece: Piece<'_>, size: u64, root: &str) -> bool {
    let hashes: Option<Vec<_>> = proof.iter().map(decode).collect();
    let (Some(hashes), Some(root)) = (hashes, decode(root)) else { return false };
    let proof = InclusionProof::<Sha256>::from_digests(&hashes);
    size < MOST
        && RootHash::<Sha256>::new(root, size).verify_inclusion(&data(place, piece), place, &proof).is_ok()
}

fn decode(hash: impl AsRef<[u8]>) -> Option<sha2::digest::Output<Sha256>> {
    let mut bytes = sha2::digest::Output::<Sha256>::default();
    hex::decode_to_slice(hash, &mut bytes).ok().map(|()| bytes)
}

fn data(place: u64, Piece { original, copy }: Piece<'_>) -> Vec<u8> {
    framed(NAME, [place.to_string().as_str(), original, copy])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn hashes(n: u64) -> Vec<[String; 2]> {
        let hash = |kind: &str, n| hex::encode(Sha256::digest(format!("{kind} {n}")));
        (0..n).map(|n| [hash("original", n), hash("copy", n)]).collect()
    }

    fn pieces(hashes: &[[String; 2]]) -> Vec<Piece<'_>> {
        hashes.iter().map(|[original, copy]| Piece { original, copy }).collect()
    }

    /// The tree as RFC 6962 writes it down.
    fn by_the_book(leaves: &[String]) -> String {
        let [one] = leaves else {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            return node(&by_the_book(left), &by_the_book(right));
        };
        one.clone()
    }

    fn node(left: &str, right: &str) -> String {
        let children = [hex::decode(left).unwrap(), hex::decode(right).unwrap()].concat();
        hex::encode(Sha256::new_with_prefix([1]).chain_update(children).finalize())
    }

    #[test]
    fn the_root_is_what_its_documentation_says() {
        // Computed with another program from the table of the module.
        let hashes = hashes(3);
        assert_eq!(
            leaf(0, pieces(&hashes)[0]),
            "a964696cd236a67839088870f1535718ef5d6908637b61fb408001d3fb2c0de1"
        );
        assert_eq!(
            Manifest::of(pieces(&hashes)).root().unwrap(),
            "aaf07cd3c594afe5b8b0efe5af72c5aa38e9fb5850ae3a13ccdc40fbf200b69f"
        );
        assert_eq!(Manifest::of([]).root(), None);
        assert_eq!(Manifest::of([]).proof(0), None);
    }

    #[test]
    fn hashes_that_are_none_prove_nothing() {
        let hashes = hashes(1);
        let (piece, root) = (pieces(&hashes)[0], Manifest::of(pieces(&hashes)).root().unwrap());
        let none: [&str; 0] = [];
        assert!(proves(&none, 0, piece, 1, &root));
        for (proof, place, size, root) in [
            (&["00"][..], 0, 1, root.as_str()),
            (&["x"], 0, 1, &root),
            (&none, 0, 1, ""),
            (&none, 0, 1, "x"),
            (&none, 1, 1, &root),
            (&none, 0, 0, &root),
            (&none, u64::MAX - 1, u64::MAX, &root),
        ] {
            assert!(!proves(proof, place, piece, size, root), "{proof:?} {place} {size} {root}");
        }
    }

    proptest! {
        #[test]
        fn every_piece_is_proved_and_no_other(size in 1_u64..40, at in 0_u64..40, other in 0_u64..40) {
            let (at, other) = (at % size, other % size);
            let hashes = hashes(size);
            let pieces = pieces(&hashes);
            let manifest = Manifest::of(pieces.clone());
            let root = manifest.root().unwrap();
            let leaves: Vec<String> = (0..).zip(&pieces).map(|(place, piece)| leaf(place, *piece)).collect();
            prop_assert_eq!(&root, &by_the_book(&leaves));

            let steps = manifest.proof(at).unwrap();
            let proof: Vec<&str> = steps.iter().map(|step| step.hash.as_str()).collect();
            let piece = pieces[usize::try_from(at).unwrap()];
            prop_assert!(proves(&proof, at, piece, size, &root));
            let by_hand = steps.iter().fold(leaf(at, piece), |below, Step { hash, is_left }| {
                if *is_left { node(hash, &below) } else { node(&below, hash) }
            });
            prop_assert_eq!(&by_hand, &root);

            let stranger = Piece { original: piece.copy, copy: piece.original };
            prop_assert!(!proves(&proof, at, stranger, size, &root));
            prop_assert_eq!(proves(&proof, other, pieces[usize::try_from(other).unwrap()], size, &root), other == at);
            prop_assert_eq!(proves(&proof, other, piece, size, &root), other == at);
            if let Some((_, shorter)) = proof.split_last() {
                prop_assert!(!proves(shorter, at, piece, size, &root));
                let mut spoilt = proof.clone();
                spoilt[0] = &root;
                prop_assert!(!proves(&spoilt, at, piece, size, &root));
            }
        }
    }
}
