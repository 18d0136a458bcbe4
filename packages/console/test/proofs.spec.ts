import { describe } from 'vitest'
import { describeInChromium } from './page-in-chromium.ts'
import { accessibleProof } from './proofs/accessible.ts'
import { draggingProof } from './proofs/drag.ts'
import { figuresProof } from './proofs/figures.ts'
import { keyboardProof } from './proofs/keyboard.ts'
import { setStage } from './proofs/stage.ts'

/** One console, one Chromium and one real year for all of them: making these takes longer than most of the proofs. */
await describeInChromium('on the real year', (open) => {
  const stage = setStage(open)
  describe('the page', () => figuresProof(stage))
  describe('the time bar', () => draggingProof(stage))
  describe('axe', () => accessibleProof(stage))
  describe('the keyboard alone', () => keyboardProof(stage))
})
