import { FocusRows } from "../../focus/FocusRows.tsx";
import { Heading } from "../../ui/Heading.tsx";
import { TextRow } from "../../ui/TextRow.tsx";
import { noPlaceText, placeWords, settingText } from "../../words/words.ts";
import { CandidateRow } from "./CandidateRow.tsx";
import { PickedPlace } from "./PickedPlace.tsx";
import { Pickers } from "./Pickers.tsx";
import { usePlaceTaking } from "./use-place-taking.ts";
import { usePlaces } from "./use-places.ts";
import { useSubject } from "./use-subject.ts";

/** Where one game keeps its save: what is known of its emulator, or what the player picks. */
export function PlaceScreen({ appId, onDone }: { appId: number; onDone: () => void }) {
  const subject = useSubject(appId);
  const places = usePlaces(subject);
  const { weighed, weigh, take, trouble } = usePlaceTaking(subject, onDone);
  if (subject === null) return null;
  const candidates = places?.candidates ?? [];
  const setting = candidates.find(({ shared }) => shared !== null)?.shared?.setting ?? null;
  return (
    <FocusRows page="place" startKey={startOf(places)}>
      <Heading>{placeWords.title(subject.name)}</Heading>
      {places === null && <TextRow focusKey="looking">{placeWords.looking}</TextRow>}
      {places !== null && candidates.length === 0 && (
        <TextRow focusKey="none-known">
          {places.problem === null ? placeWords.noneKnown : noPlaceText(places.problem)}
        </TextRow>
      )}
      {candidates.map((candidate, index) => (
        <CandidateRow
          key={JSON.stringify(candidate.location)}
          focusKey={`candidate:${index}`}
          candidate={candidate}
          onTake={() => (candidate.shared === null ? take(candidate) : weigh(candidate.location))}
        />
      ))}
      {setting !== null && <TextRow focusKey="setting">{settingText(setting)}</TextRow>}
      <Pickers places={places} onPicked={weigh} />
      {weighed !== null && <PickedPlace weighed={weighed} onUse={() => take(weighed.place)} />}
      {trouble !== null && (
        <TextRow focusKey="trouble" isTrouble>
          {trouble}
        </TextRow>
      )}
    </FocusRows>
  );
}

/** The likeliest place, else the pickers: both are safe, and nothing is taken without a press. */
function startOf(places: ReturnType<typeof usePlaces>): string | null {
  if (places === null) return null;
  return places.candidates.length > 0 ? "candidate:0" : "pick:file";
}
