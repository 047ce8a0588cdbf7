<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="ru_RU">
<context>
    <name>BlockMeasure</name>
    <message>
        <source> (adjusted %1)</source>
        <translation> (с поправкой %1)</translation>
    </message>
    <message>
        <source>block %1: %2; n %3, rank %4</source>
        <translation>блок %1: %2; n %3, ранг %4</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>Share of the variance of the block&apos;s output that the best linear map of its input explains (arXiv 2405.12250)</source>
        <translation>Доля дисперсии выхода блока, которую объясняет лучшее линейное отображение его входа (arXiv 2405.12250)</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>The same for what the block adds to the residual stream</source>
        <translation>То же для того, что блок добавляет в остаточный поток</translation>
    </message>
    <message>
        <source>block influence</source>
        <translation>влияние блока</translation>
    </message>
    <message>
        <source>1 minus the mean cosine between the block&apos;s input and output (arXiv 2403.03853)</source>
        <translation>1 минус средний косинус между входом и выходом блока (arXiv 2403.03853)</translation>
    </message>
    <message>
        <source>contribution ratio</source>
        <translation>отношение вклада</translation>
    </message>
    <message>
        <source>Mean of the norm of what the block adds over the norm of what enters it</source>
        <translation>Среднее отношение нормы того, что блок добавляет, к норме того, что в него входит</translation>
    </message>
    <message>
        <source>%1 ± %2 (s.e.)</source>
        <translation>%1 ± %2 (ст. ош.)</translation>
    </message>
    <message>
        <source>held out %1</source>
        <translation>на отложенных %1</translation>
    </message>
</context>
<context>
    <name>ChangePlan</name>
    <message>
        <source>keep all blocks</source>
        <translation>сброс плана</translation>
    </message>
    <message>
        <source>plan %1</source>
        <translation>план %1</translation>
    </message>
</context>
<context>
    <name>Column</name>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>anisotropy</source>
        <translation>анизотропия</translation>
    </message>
    <message>
        <source>adjusted</source>
        <translation>поправленная</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>внимание</translation>
    </message>
    <message>
        <source>average cosine</source>
        <translation>средний косинус</translation>
    </message>
    <message>
        <source>block influence</source>
        <translation>влияние блока</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>блоки</translation>
    </message>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>cheapest of its length</source>
        <translation>дешевле всех той же длины</translation>
    </message>
    <message>
        <source>CKA</source>
        <translation>CKA</translation>
    </message>
    <message>
        <source>contribution ratio</source>
        <translation>отношение вклада</translation>
    </message>
    <message>
        <source>depth</source>
        <translation>глубина</translation>
    </message>
    <message>
        <source>median over dimensions</source>
        <translation>медиана по измерениям</translation>
    </message>
    <message>
        <source>document</source>
        <translation>документ</translation>
    </message>
    <message>
        <source>earlier state</source>
        <translation>раннее состояние</translation>
    </message>
    <message>
        <source>effective rank</source>
        <translation>эффективный ранг</translation>
    </message>
    <message>
        <source>file</source>
        <translation>файл</translation>
    </message>
    <message>
        <source>first block</source>
        <translation>первый блок</translation>
    </message>
    <message>
        <source>held out</source>
        <translation>на отложенных</translation>
    </message>
    <message>
        <source>width</source>
        <translation>ширина</translation>
    </message>
    <message>
        <source>id</source>
        <translation>номер</translation>
    </message>
    <message>
        <source>token</source>
        <translation>токен</translation>
    </message>
    <message>
        <source>intrinsic dimension</source>
        <translation>внутренняя размерность</translation>
    </message>
    <message>
        <source>last block</source>
        <translation>последний блок</translation>
    </message>
    <message>
        <source>later state</source>
        <translation>позднее состояние</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>loss of the next token</source>
        <translation>потери след. токена</translation>
    </message>
    <message>
        <source>mean cosine</source>
        <translation>средний косинус</translation>
    </message>
    <message>
        <source>mergeable R²</source>
        <translation>R² слияния</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>MLP</translation>
    </message>
    <message>
        <source>model</source>
        <translation>модель</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>non-linearity</source>
        <translation>нелинейность</translation>
    </message>
    <message>
        <source>norm</source>
        <translation>норма</translation>
    </message>
    <message>
        <source>as the official code has it</source>
        <translation>как в коде авторов</translation>
    </message>
    <message>
        <source>orthogonal</source>
        <translation>ортогональное</translation>
    </message>
    <message>
        <source>participation ratio</source>
        <translation>коэффициент участия</translation>
    </message>
    <message>
        <source>position</source>
        <translation>место</translation>
    </message>
    <message>
        <source>probability of the next token</source>
        <translation>вероятность след. токена</translation>
    </message>
    <message>
        <source>probability</source>
        <translation>вероятность</translation>
    </message>
    <message>
        <source>Procrustes, diagonal</source>
        <translation>Прокруст, диагональ</translation>
    </message>
    <message>
        <source>Procrustes, identity</source>
        <translation>Прокруст, тождество</translation>
    </message>
    <message>
        <source>Procrustes, orthogonal</source>
        <translation>Прокруст, поворот</translation>
    </message>
    <message>
        <source>Procrustes, orthogonal and scaled</source>
        <translation>Прокруст, поворот и масштаб</translation>
    </message>
    <message>
        <source>rank</source>
        <translation>ранг</translation>
    </message>
    <message>
        <source>s.e.</source>
        <translation>ст. ош.</translation>
    </message>
    <message>
        <source>state</source>
        <translation>состояние</translation>
    </message>
    <message>
        <source>step</source>
        <translation>шаг</translation>
    </message>
    <message>
        <source>text</source>
        <translation>текст</translation>
    </message>
    <message>
        <source>tokens per dimension</source>
        <translation>токенов на измерение</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>токены</translation>
    </message>
    <message>
        <source>unexplained variance</source>
        <translation>необъяснённая дисперсия</translation>
    </message>
    <message>
        <source>window</source>
        <translation>окно</translation>
    </message>
    <message>
        <source>without the first token</source>
        <translation>без первого токена</translation>
    </message>
    <message>
        <source>without outliers</source>
        <translation>без выбросов</translation>
    </message>
    <message>
        <source>words</source>
        <translation>слова</translation>
    </message>
</context>
<context>
    <name>Core</name>
    <message>
        <source>comparing with the model in memory</source>
        <translation>сравнение с моделью в памяти</translation>
    </message>
    <message>
        <source>cuts of %1 of %2 blocks</source>
        <translation>наборы по %1 из %2 блоков</translation>
    </message>
    <message>
        <source>embedding</source>
        <translation>эмбеддинг</translation>
    </message>
    <message>
        <source>fitting maps in sequence</source>
        <translation>подбор отображений по порядку</translation>
    </message>
    <message>
        <source>fitting maps</source>
        <translation>подбор отображений</translation>
    </message>
    <message>
        <source>healing</source>
        <translation>дообучение</translation>
    </message>
    <message>
        <source>healing, validation loss %1</source>
        <translation>дообучение, потери на проверке %1</translation>
    </message>
    <message>
        <source>measuring angles</source>
        <translation>измерение углов</translation>
    </message>
    <message>
        <source>measuring block %1 of %2</source>
        <translation>измерение блока %1 из %2</translation>
    </message>
    <message>
        <source>measuring blocks</source>
        <translation>измерение блоков</translation>
    </message>
    <message>
        <source>measuring candidates</source>
        <translation>измерение кандидатов</translation>
    </message>
    <message>
        <source>measuring perplexity</source>
        <translation>измерение перплексии</translation>
    </message>
    <message>
        <source>measuring the unedited states</source>
        <translation>измерение исходных состояний</translation>
    </message>
    <message>
        <source>opening the model</source>
        <translation>открытие модели</translation>
    </message>
    <message>
        <source>reading texts</source>
        <translation>чтение текстов</translation>
    </message>
    <message>
        <source>reading the texts</source>
        <translation>чтение текстов</translation>
    </message>
    <message>
        <source>reading the states of finished blocks</source>
        <translation>чтение состояний готовых блоков</translation>
    </message>
    <message>
        <source>relating state %1 to later ones</source>
        <translation>сравнение состояния %1 с более поздними</translation>
    </message>
    <message>
        <source>running block %1 of %2</source>
        <translation>проход блока %1 из %2</translation>
    </message>
    <message>
        <source>running blocks</source>
        <translation>проход по блокам</translation>
    </message>
    <message>
        <source>running the edited model</source>
        <translation>проход изменённой модели</translation>
    </message>
    <message>
        <source>running the model</source>
        <translation>проход модели</translation>
    </message>
    <message>
        <source>timing</source>
        <translation>измерение скорости</translation>
    </message>
    <message>
        <source>writing samples</source>
        <translation>запись примеров</translation>
    </message>
    <message>
        <source>there is no score of maps of a low rank</source>
        <translation>для отображений малого ранга оценки нет</translation>
    </message>
    <message>
        <source>the block is not analysed yet</source>
        <translation>блок ещё не проанализирован</translation>
    </message>
    <message>
        <source>the run has no mergeable R² of the block; analyse it with that measure</source>
        <translation>в прогоне нет R² слияния для этого блока; проанализируйте его с этой мерой</translation>
    </message>
    <message>
        <source>there is no score of merged halves</source>
        <translation>для слитых половин оценки нет</translation>
    </message>
    <message>
        <source>the run has no scores of attention and MLP; analyse with halves measured</source>
        <translation>в прогоне нет оценок внимания и MLP; проанализируйте с измерением половин</translation>
    </message>
    <message>
        <source>the half is exactly linear, which tells nothing of its size</source>
        <translation>половина в точности линейна, что ничего не говорит о её величине</translation>
    </message>
    <message>
        <source>%1 can&apos;t be computed: a merge folds into the block before it, and there is none; use linear or drop</source>
        <translation>%1 нельзя вычислить: слияние входит в предыдущий блок, а его нет; возьмите linear или drop</translation>
    </message>
    <message>
        <source>%1 can&apos;t be computed: a merge folds into the block before it, and %2 stands there</source>
        <translation>%1 нельзя вычислить: слияние входит в предыдущий блок, а там стоит %2</translation>
    </message>
    <message>
        <source>%1 can&apos;t be computed: the half of block %2 that it would fold into is edited too</source>
        <translation>%1 нельзя вычислить: половина блока %2, в которую оно вошло бы, тоже изменена</translation>
    </message>
    <message>
        <source>%1: a stock checkpoint can&apos;t leave out half a block</source>
        <translation>%1: в стандартном чекпойнте нельзя пропустить половину блока</translation>
    </message>
    <message>
        <source>no stock plan is near</source>
        <translation>близкого стандартного плана нет</translation>
    </message>
    <message>
        <source>the nearest that fits is no edit at all</source>
        <translation>ближайшее подходящее — ничего не менять</translation>
    </message>
    <message>
        <source>the nearest plan that fits is %1</source>
        <translation>ближайший подходящий план — %1</translation>
    </message>
    <message>
        <source>no block is left for the maps to stand beside; keep at least one</source>
        <translation>не остаётся блока, рядом с которым стояли бы отображения; оставьте хотя бы один</translation>
    </message>
    <message>
        <source>measured on the texts that the linear maps were fitted on; give other texts for an honest number</source>
        <translation>измерено на текстах, по которым подобраны отображения; для честного числа дайте другие тексты</translation>
    </message>
    <message>
        <source>measured on the texts that the scores and maps were made on; give other texts for an honest number</source>
        <translation>измерено на текстах, по которым получены оценки и отображения; для честного числа дайте другие тексты</translation>
    </message>
    <message>
        <source>measured on the texts that told when to stop; give other texts to measure on for an honest number</source>
        <translation>измерено на текстах, по которым выбран момент остановки; для честного числа дайте другие тексты</translation>
    </message>
    <message>
        <source>the edited model&apos;s loss is not finite, so it is null: the plan breaks the model</source>
        <translation>потери изменённой модели не конечны: план ломает модель</translation>
    </message>
    <message>
        <source>held-out scores are over %1 folds: there are no more documents</source>
        <translation>оценки на отложенных данных — по %1 частям: больше документов нет</translation>
    </message>
    <message>
        <source>pairs are null: they were not asked for (--pairs linearity or all)</source>
        <translation>пар состояний нет: их не запрашивали (--pairs linearity или all)</translation>
    </message>
    <message>
        <source>pairs of angular distance and cka are null: they were not asked for (--pairs all)</source>
        <translation>пар по угловому расстоянию и CKA нет: их не запрашивали (--pairs all)</translation>
    </message>
    <message>
        <source>mergeable_r2 of block %1 is null: no block comes before it</source>
        <translation>R² слияния для блока %1 нет: перед ним нет блока</translation>
    </message>
    <message>
        <source>the folder has no tokeniser; texts can&apos;t be read, ids can</source>
        <translation>в папке нет токенизатора; тексты прочесть нельзя, номера токенов можно</translation>
    </message>
    <message>
        <source>the runs read different token windows (other texts, or other tokenisers), by sha256</source>
        <translation>прогоны читали разные окна токенов (другие тексты или токенизаторы), по sha256</translation>
    </message>
    <message>
        <source>%1 has only %2 tokens per dimension, which raises its linearity scores; compare the adjusted ones</source>
        <translation>в %1 всего %2 токенов на измерение, что завышает линейность; сравнивайте оценки с поправкой</translation>
    </message>
    <message>
        <source>%1 of %2 layers (%3 %) can be dropped within %4 % of the loss: perplexity %5 instead of %6</source>
        <translation>%1 из %2 слоёв (%3 %) можно удалить в пределах %4 % потерь: перплексия %5 вместо %6</translation>
    </message>
    <message>
        <source>%1 of %2 layers (%3 %) can be replaced by linear maps within %4 % of the loss: perplexity %5 instead of %6</source>
        <translation>%1 из %2 слоёв (%3 %) можно заменить линейными отображениями в пределах %4 % потерь: перплексия %5 вместо %6</translation>
    </message>
    <message>
        <source>%1 of %2 layers (%3 %) can be merged into the blocks before them within %4 % of the loss: perplexity %5 instead of %6</source>
        <translation>%1 из %2 слоёв (%3 %) можно слить с предыдущими в пределах %4 % потерь: перплексия %5 вместо %6</translation>
    </message>
    <message>
        <source>%1: a linear map of the residual stream has no place in a stock checkpoint of the family %2</source>
        <translation>%1: линейному отображению остаточного потока нет места в стандартном чекпойнте семейства %2</translation>
    </message>
    <message>
        <source>the nearest plan that fits is %1, or export with a modelling file of its own (--custom-code)</source>
        <translation>ближайший подходящий план — %1; или экспортируйте с собственным кодом модели (--custom-code)</translation>
    </message>
    <message>
        <source>device %1 is not available: this build of LibTorch has no CUDA or finds no card; compute on the processor instead (--device cpu)</source>
        <translation>устройства %1 нет: эта сборка LibTorch без CUDA или видеокарта не найдена; считайте на процессоре (--device cpu)</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 с</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 мин %2 с</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 ч %2 мин</translation>
    </message>
    <message>
        <source>%1 is no folder</source>
        <translation>%1 — не папка</translation>
    </message>
    <message>
        <source>name a Hugging Face model folder</source>
        <translation>укажите папку модели Hugging Face</translation>
    </message>
    <message>
        <source>%1 has no config.json</source>
        <translation>в %1 нет config.json</translation>
    </message>
    <message>
        <source>it is not a Hugging Face model folder</source>
        <translation>это не папка модели Hugging Face</translation>
    </message>
    <message>
        <source>%1 holds neither model.safetensors nor pytorch_model.bin nor an index of their shards</source>
        <translation>в %1 нет ни model.safetensors, ни pytorch_model.bin, ни указателя их частей</translation>
    </message>
    <message>
        <source>it is no model folder or incomplete</source>
        <translation>это не папка модели, или она неполна</translation>
    </message>
    <message>
        <source>%1 is missing</source>
        <translation>нет %1</translation>
    </message>
    <message>
        <source>the download is incomplete</source>
        <translation>загрузка не завершена</translation>
    </message>
    <message>
        <source>fetch it again</source>
        <translation>загрузите заново</translation>
    </message>
    <message>
        <source>fetch the file again</source>
        <translation>загрузите файл заново</translation>
    </message>
    <message>
        <source>fetch the folder again</source>
        <translation>загрузите папку заново</translation>
    </message>
    <message>
        <source>the file is damaged</source>
        <translation>файл повреждён</translation>
    </message>
    <message>
        <source>the folder is damaged</source>
        <translation>папка повреждена</translation>
    </message>
    <message>
        <source>the file is damaged, fetch it again</source>
        <translation>файл повреждён, загрузите его заново</translation>
    </message>
    <message>
        <source>the file is damaged or hostile, fetch it again</source>
        <translation>файл повреждён или опасен, загрузите его заново</translation>
    </message>
    <message>
        <source>it may be damaged, fetch it again</source>
        <translation>возможно, он повреждён, загрузите его заново</translation>
    </message>
    <message>
        <source>it is hostile or holds a program</source>
        <translation>он опасен или содержит программу</translation>
    </message>
    <message>
        <source>don&apos;t use it</source>
        <translation>не пользуйтесь им</translation>
    </message>
    <message>
        <source>it is damaged or not a safetensors file</source>
        <translation>он повреждён или это не safetensors</translation>
    </message>
    <message>
        <source>%1 is too short to be a safetensors file</source>
        <translation>%1 слишком короток для файла safetensors</translation>
    </message>
    <message>
        <source>%1: its header claims %2 bytes, the file has %3</source>
        <translation>%1: по заголовку в нём %2 байт, а в файле %3</translation>
    </message>
    <message>
        <source>is not valid JSON (%1)</source>
        <translation>— не JSON (%1)</translation>
    </message>
    <message>
        <source>is a Git LFS pointer in place of the weights</source>
        <translation>— указатель Git LFS вместо весов</translation>
    </message>
    <message>
        <source>fetch them with: git lfs pull</source>
        <translation>загрузите их командой git lfs pull</translation>
    </message>
    <message>
        <source>shard %1 lacks the tensor %2 that the index promises</source>
        <translation>в части %1 нет тензора %2, который обещает указатель</translation>
    </message>
    <message>
        <source>tensor %1 lies in two shards</source>
        <translation>тензор %1 лежит в двух частях</translation>
    </message>
    <message>
        <source>tensor %1 is stored under two names</source>
        <translation>тензор %1 записан под двумя именами</translation>
    </message>
    <message>
        <source>model_type %1 is not a family this version runs (%2)</source>
        <translation>model_type %1 — не семейство, которое умеет эта версия (%2)</translation>
    </message>
    <message>
        <source>%1 doesn&apos;t fit its config.json</source>
        <translation>%1 не соответствует своему config.json</translation>
    </message>
    <message>
        <source>tensor %1 is missing</source>
        <translation>нет тензора %1</translation>
    </message>
    <message>
        <source>tensor %1 has no use in this family and is ignored</source>
        <translation>тензор %1 в этом семействе не нужен и не читается</translation>
    </message>
    <message>
        <source>the weights are quantised (%1)</source>
        <translation>веса квантованы (%1)</translation>
    </message>
    <message>
        <source>open the unquantised checkpoint</source>
        <translation>откройте неквантованный чекпойнт</translation>
    </message>
    <message>
        <source>the folder was exported with --custom-code: it runs in the transformers library and in strato dump</source>
        <translation>папка экспортирована с собственным кодом модели (--custom-code): она работает в библиотеке transformers и в strato dump</translation>
    </message>
    <message>
        <source>for all else take the model it was made from</source>
        <translation>для всего остального возьмите модель, из которой она сделана</translation>
    </message>
    <message>
        <source>its tokeniser can&apos;t be used</source>
        <translation>её токенизатор не работает</translation>
    </message>
    <message>
        <source>%1 has no tokenizer.json, no tokenizer.model and no vocab.json with merges.txt</source>
        <translation>в %1 нет ни tokenizer.json, ни tokenizer.model, ни vocab.json с merges.txt</translation>
    </message>
    <message>
        <source>fetch the tokeniser&apos;s files too</source>
        <translation>загрузите и файлы токенизатора</translation>
    </message>
    <message>
        <source>%1 has no tokenizer.json and no vocab.json with merges.txt, so texts can&apos;t be read</source>
        <translation>в %1 нет ни tokenizer.json, ни vocab.json с merges.txt, и тексты не прочесть</translation>
    </message>
    <message>
        <source>copy the tokeniser&apos;s files into it</source>
        <translation>скопируйте туда файлы токенизатора</translation>
    </message>
    <message>
        <source>dtype float16 can&apos;t be computed on the CPU by LibTorch</source>
        <translation>в float16 LibTorch на процессоре не считает</translation>
    </message>
    <message>
        <source>use float32 or bfloat16</source>
        <translation>возьмите float32 или bfloat16</translation>
    </message>
    <message>
        <source>must be an object</source>
        <translation>должно быть объектом</translation>
    </message>
    <message>
        <source>must be a list</source>
        <translation>должно быть списком</translation>
    </message>
    <message>
        <source>must be a string</source>
        <translation>должно быть строкой</translation>
    </message>
    <message>
        <source>must be an integer</source>
        <translation>должно быть целым числом</translation>
    </message>
    <message>
        <source>must be a number</source>
        <translation>должно быть числом</translation>
    </message>
    <message>
        <source>must be true or false</source>
        <translation>должно быть true или false</translation>
    </message>
    <message>
        <source>is too large</source>
        <translation>слишком велико</translation>
    </message>
    <message>
        <source>lacks %1</source>
        <translation>не содержит %1</translation>
    </message>
    <message>
        <source>%1 can&apos;t be opened</source>
        <translation>%1 не открывается</translation>
    </message>
    <message>
        <source>%1 can&apos;t be read</source>
        <translation>%1 не читается</translation>
    </message>
    <message>
        <source>%1 can&apos;t be written</source>
        <translation>%1 не записывается</translation>
    </message>
    <message>
        <source>%1 can&apos;t be created</source>
        <translation>%1 не создаётся</translation>
    </message>
    <message>
        <source>%1 is not a regular file</source>
        <translation>%1 — не обычный файл</translation>
    </message>
    <message>
        <source>%1 is a folder</source>
        <translation>%1 — папка</translation>
    </message>
    <message>
        <source>name a file</source>
        <translation>укажите файл</translation>
    </message>
    <message>
        <source>%1 exists already</source>
        <translation>%1 уже есть</translation>
    </message>
    <message>
        <source>name a new folder</source>
        <translation>укажите новую папку</translation>
    </message>
    <message>
        <source>name its text files</source>
        <translation>укажите её текстовые файлы</translation>
    </message>
    <message>
        <source>there is no text in %1</source>
        <translation>в %1 нет текста</translation>
    </message>
    <message>
        <source>give a text with words in it</source>
        <translation>дайте текст, в котором есть слова</translation>
    </message>
    <message>
        <source>the text gives no token</source>
        <translation>текст не даёт ни одного токена</translation>
    </message>
    <message>
        <source>nothing was left half-written</source>
        <translation>недописанного не осталось</translation>
    </message>
    <message>
        <source>give one JSON object a line</source>
        <translation>в строке должен быть один объект JSON</translation>
    </message>
    <message>
        <source>correct the line</source>
        <translation>исправьте строку</translation>
    </message>
    <message>
        <source>there is no question in %1</source>
        <translation>в %1 нет вопросов</translation>
    </message>
    <message>
        <source>must be two choices or more</source>
        <translation>должно иметь не меньше двух ответов</translation>
    </message>
    <message>
        <source>has an empty choice</source>
        <translation>имеет пустой ответ</translation>
    </message>
    <message>
        <source>must have a label for every choice, or none</source>
        <translation>должно иметь метку у каждого ответа или ни у одного</translation>
    </message>
    <message>
        <source>no window has two tokens, so there is no next token to predict</source>
        <translation>ни в одном окне нет двух токенов, и предсказывать нечего</translation>
    </message>
    <message>
        <source>give a longer text</source>
        <translation>дайте текст длиннее</translation>
    </message>
    <message>
        <source>a prompt needs a token to go on from, and this one gives none</source>
        <translation>чтобы продолжить промпт, нужен хотя бы один токен, а здесь его нет</translation>
    </message>
    <message>
        <source>give a prompt with a word in it</source>
        <translation>дайте промпт со словом</translation>
    </message>
    <message>
        <source>--sequence-length %1 is longer than the model&apos;s context of %2</source>
        <translation>окно в %1 токенов длиннее контекста модели, %2</translation>
    </message>
    <message>
        <source>protocol %1 is not known</source>
        <translation>протокол %1 неизвестен</translation>
    </message>
    <message>
        <source>there are windows-N, lmeval-wikitext, gptq-N and hf-stride-S</source>
        <translation>есть windows-N, lmeval-wikitext, gptq-N и hf-stride-S</translation>
    </message>
    <message>
        <source>protocol length %1 is longer than the %2 tokens that the model reads at once</source>
        <translation>окно протокола, %1, длиннее %2 токенов, которые модель читает сразу</translation>
    </message>
    <message>
        <source>give a smaller number</source>
        <translation>задайте число меньше</translation>
    </message>
    <message>
        <source>the text has %1 tokens, which is less than one window of gptq%2</source>
        <translation>в тексте %1 токенов, а это меньше одного окна gptq%2</translation>
    </message>
    <message>
        <source>give a longer text or a shorter window</source>
        <translation>дайте текст длиннее или окно короче</translation>
    </message>
    <message>
        <source>the tokeniser names neither a BOS nor an EOS token to stand where there is no context</source>
        <translation>у токенизатора нет ни BOS, ни EOS, чтобы поставить там, где нет контекста</translation>
    </message>
    <message>
        <source>name one in tokenizer_config.json</source>
        <translation>укажите его в tokenizer_config.json</translation>
    </message>
    <message>
        <source>%1 is not a run file</source>
        <translation>%1 — не файл прогона</translation>
    </message>
    <message>
        <source>name one that strato analyze wrote</source>
        <translation>укажите тот, что записан анализом</translation>
    </message>
    <message>
        <source>run file %1 is not a run file</source>
        <translation>%1 — не файл прогона</translation>
    </message>
    <message>
        <source>there is no run file %1</source>
        <translation>файла прогона %1 нет</translation>
    </message>
    <message>
        <source>make one with strato analyze</source>
        <translation>его делает анализ</translation>
    </message>
    <message>
        <source>run file %1 was written by a newer Stratoscope (schema %2)</source>
        <translation>файл прогона %1 записан более новым Stratoscope (схема %2)</translation>
    </message>
    <message>
        <source>update to open it</source>
        <translation>обновите программу, чтобы его открыть</translation>
    </message>
    <message>
        <source>run file %1 is damaged</source>
        <translation>файл прогона %1 повреждён</translation>
    </message>
    <message>
        <source>analyse again</source>
        <translation>проанализируйте заново</translation>
    </message>
    <message>
        <source>it is damaged, analyse again</source>
        <translation>он повреждён, проанализируйте заново</translation>
    </message>
    <message>
        <source>run file %1 can&apos;t be opened</source>
        <translation>файл прогона %1 не открывается</translation>
    </message>
    <message>
        <source>run file %1 failed</source>
        <translation>ошибка файла прогона %1</translation>
    </message>
    <message>
        <source>run file %1 can&apos;t be written: the disk is full</source>
        <translation>файл прогона %1 не записывается: на диске нет места</translation>
    </message>
    <message>
        <source>free some space, then go on with --resume</source>
        <translation>освободите место и продолжите</translation>
    </message>
    <message>
        <source>the run file has no head</source>
        <translation>у файла прогона нет заголовка</translation>
    </message>
    <message>
        <source>the run file&apos;s texts are not those that its numbers were measured on</source>
        <translation>тексты файла прогона — не те, на которых измерены его числа</translation>
    </message>
    <message>
        <source>the run file holds a list of numbers that is cut off</source>
        <translation>в файле прогона обрывается ряд чисел</translation>
    </message>
    <message>
        <source>the run file has not one non-linearity a token</source>
        <translation>в файле прогона нелинейностей не по одной на токен</translation>
    </message>
    <message>
        <source>the run %1 is of another model (%2)</source>
        <translation>прогон %1 — другой модели (%2)</translation>
    </message>
    <message>
        <source>analyse this one first, or name its run</source>
        <translation>сначала проанализируйте эту или откройте её прогон</translation>
    </message>
    <message>
        <source>the folder %1 is gone or no longer holds the model that this run is of</source>
        <translation>папки %1 нет, или в ней уже не та модель, которой этот прогон</translation>
    </message>
    <message>
        <source>the folder %1 can&apos;t be made, so the run can&apos;t be kept</source>
        <translation>папку %1 не создать, и прогон негде хранить</translation>
    </message>
    <message>
        <source>check its permissions</source>
        <translation>проверьте права доступа</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 asks for %2</source>
        <translation>в плане %1 просит %2</translation>
    </message>
    <message>
        <source>the actions are drop, linear, lowrank:R and merge</source>
        <translation>действия: drop, linear, lowrank:R и merge</translation>
    </message>
    <message>
        <source>a plan reads like %1=linear,%2-%3=drop,%4.attention=drop</source>
        <translation>план пишется так: %1=linear,%2-%3=drop,%4.attention=drop</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 has %2 where a block&apos;s number is due</source>
        <translation>в плане %1: %2 стоит там, где должен быть номер блока</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 names a part %2</source>
        <translation>в плане %1 названа часть %2</translation>
    </message>
    <message>
        <source>the parts are attention and mlp</source>
        <translation>части: attention и mlp</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 runs backwards</source>
        <translation>в плане %1 идёт назад</translation>
    </message>
    <message>
        <source>write the lower block first</source>
        <translation>сначала пишется меньший блок</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 names a part of a span</source>
        <translation>в плане %1 названа часть отрезка</translation>
    </message>
    <message>
        <source>parts are named block by block</source>
        <translation>части называют для каждого блока</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 asks for rank %2</source>
        <translation>в плане %1 просит ранг %2</translation>
    </message>
    <message>
        <source>use drop</source>
        <translation>возьмите drop</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 has no %2</source>
        <translation>в плане в %1 нет %2</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 has an empty piece</source>
        <translation>в плане %1 есть пустая часть</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 touches a block that %2 edits already</source>
        <translation>в плане %1 касается блока, который уже правит %2</translation>
    </message>
    <message>
        <source>the plan&apos;s %1 names a block that the model doesn&apos;t have</source>
        <translation>в плане %1 назван блок, которого в модели нет</translation>
    </message>
    <message>
        <source>its blocks are %1 to %2</source>
        <translation>её блоки — от %1 до %2</translation>
    </message>
    <message>
        <source>the plan drops every block</source>
        <translation>план удаляет все блоки</translation>
    </message>
    <message>
        <source>keep at least one</source>
        <translation>оставьте хотя бы один</translation>
    </message>
    <message>
        <source>no block is left of the model</source>
        <translation>от модели не остаётся ни одного блока</translation>
    </message>
    <message>
        <source>healing diverged at step %1: the loss is no longer a number</source>
        <translation>долечивание разошлось на шаге %1: функция потерь больше не число</translation>
    </message>
    <message>
        <source>use a lower --learning-rate</source>
        <translation>возьмите меньшую скорость обучения</translation>
    </message>
    <message>
        <source>the texts are too short: they give %1 documents, and some must train while others tell when to stop</source>
        <translation>текстов мало: документов %1, а часть должна учить, а часть — говорить, когда остановиться</translation>
    </message>
    <message>
        <source>the texts are too short: they give %1 windows, and some must train while others tell when to stop</source>
        <translation>текстов мало: окон %1, а часть должна учить, а часть — говорить, когда остановиться</translation>
    </message>
    <message>
        <source>give more text or a shorter --sequence-length</source>
        <translation>дайте больше текста или окно короче</translation>
    </message>
    <message>
        <source>training bettered nothing on the validation texts, so the model is the one it began with</source>
        <translation>обучение ничего не улучшило на проверочных текстах, и модель осталась прежней</translation>
    </message>
    <message>
        <source>give more text, a lower --learning-rate, or --kl</source>
        <translation>дайте больше текста, меньшую скорость обучения или KL</translation>
    </message>
    <message>
        <source>the run has no healed maps of the plan %1</source>
        <translation>в прогоне нет долеченных отображений плана %1</translation>
    </message>
    <message>
        <source>the exported folder does not compute what the plan does (%1)</source>
        <translation>экспортированная папка считает не то, что план (%1)</translation>
    </message>
    <message>
        <source>nothing was kept. Please report this with the model&apos;s config.json</source>
        <translation>ничего не оставлено. Сообщите об этом, приложив config.json модели</translation>
    </message>
    <message>
        <source>the disk of %1 has %2 GiB free and the model needs %3 GiB</source>
        <translation>на диске с %1 свободно %2 ГиБ, а модели нужно %3 ГиБ</translation>
    </message>
    <message>
        <source>the disk of %1 has %2 MiB free and the model needs %3 MiB</source>
        <translation>на диске с %1 свободно %2 МиБ, а модели нужно %3 МиБ</translation>
    </message>
    <message>
        <source>free some space or export elsewhere</source>
        <translation>освободите место или экспортируйте в другое</translation>
    </message>
    <message>
        <source>config.json: the list %1 has one entry a layer and lost those of dropped blocks</source>
        <translation>config.json: список %1 — по записи на слой, и записи удалённых блоков из него ушли</translation>
    </message>
    <message>
        <source>word and byte perplexity are left out: the limit of tokens cuts a document in two</source>
        <translation>перплексии на слово и на байт нет: предел токенов рассекает документ</translation>
    </message>
    <message>
        <source>leave --tokens out</source>
        <translation>возьмите все токены</translation>
    </message>
    <message>
        <source>the runs have different sequence lengths</source>
        <translation>у прогонов разная длина окон</translation>
    </message>
    <message>
        <source>the first token of a window is left out in some runs only, and it often carries most of the variance</source>
        <translation>первый токен окна пропущен лишь в части прогонов, а на нём часто большая часть дисперсии</translation>
    </message>
    <message>
        <source>texts were cut into chunks of different numbers of characters (%1: not cut)</source>
        <translation>тексты нарезаны на куски разной длины в знаках (%1: не нарезаны)</translation>
    </message>
    <message>
        <source>%1 is not finished: %2 of %3 blocks</source>
        <translation>%1 не закончен: %2 из %3 блоков</translation>
    </message>
    <message>
        <source>its means are over those (strato analyze --resume goes on)</source>
        <translation>его средние — по ним (strato analyze --resume продолжит)</translation>
    </message>
    <message>
        <source>anisotropy, effective_rank, participation_ratio and intrinsic_dimension are null: they were not asked for (--measures states)</source>
        <translation>анизотропии, эффективного ранга, participation ratio и внутренней размерности нет: их не просили (--measures states)</translation>
    </message>
    <message>
        <source>procrustes scores are null: they were not asked for (--measures procrustes)</source>
        <translation>прокрустовых оценок нет: их не просили (--measures procrustes)</translation>
    </message>
    <message>
        <source>scores without the first token are null: it is left out of every score</source>
        <translation>оценок без первого токена нет: он и так пропущен везде</translation>
    </message>
    <message>
        <source>the loss is null: there are no texts</source>
        <translation>функции потерь нет: нет текстов</translation>
    </message>
    <message>
        <source>has no %1, %2 or %3</source>
        <translation>не имеет %1, %2 или %3</translation>
    </message>
    <message>
        <source>say which choice is right</source>
        <translation>укажите верный ответ</translation>
    </message>
    <message>
        <source>it must lie in %1 .. %2</source>
        <translation>должно быть от %1 до %2</translation>
    </message>
    <message>
        <source>mergeable_r2 is null: it was not asked for (--measures mergeable)</source>
        <translation>mergeable_r2 нет: его не просили (--measures mergeable)</translation>
    </message>
    <message>
        <source>mergeable_r2 is null: in this family a norm stands between the MLP and the residual stream, so that no map can be merged into it</source>
        <translation>mergeable_r2 нет: в этом семействе между MLP и остаточным потоком стоит нормировка, и влить отображение некуда</translation>
    </message>
    <message>
        <source>a picture of this size does not fit in memory</source>
        <translation>картинка такого размера не помещается в память</translation>
    </message>
    <message>
        <source>make it smaller</source>
        <translation>сделайте её меньше</translation>
    </message>
    <message>
        <source>%1 must end in .pdf, .svg, .png or .csv, which says what to write</source>
        <translation>%1 должно кончаться на .pdf, .svg, .png или .csv: это говорит, что записать</translation>
    </message>
    <message>
        <source>a figure is %1 to %2 mm wide and high</source>
        <translation>ширина и высота рисунка — от %1 до %2 мм</translation>
    </message>
    <message>
        <source>a figure&apos;s text is %1 to %2 points high</source>
        <translation>высота текста рисунка — от %1 до %2 пунктов</translation>
    </message>
    <message>
        <source>its input has rank %1 of %2, so its scores speak of those directions only</source>
        <translation>ранг его входа — %1 из %2, и оценки говорят только об этих направлениях</translation>
    </message>
    <message>
        <source>one direction holds %1 % of its output&apos;s variance</source>
        <translation>на одно направление приходится %1 % дисперсии его выхода</translation>
    </message>
    <message>
        <source>one direction holds %1 % of its output&apos;s variance (dimension %2)</source>
        <translation>на одно направление (измерение %2) приходится %1 % дисперсии его выхода</translation>
    </message>
    <message>
        <source>one direction holds %1 % of its output&apos;s variance, most of it in the windows&apos; first tokens</source>
        <translation>на одно направление приходится %1 % дисперсии его выхода, большей частью в первых токенах окон</translation>
    </message>
    <message>
        <source>one direction holds %1 % of its output&apos;s variance (dimension %2), most of it in the windows&apos; first tokens</source>
        <translation>на одно направление (измерение %2) приходится %1 % дисперсии его выхода, большей частью в первых токенах окон</translation>
    </message>
    <message>
        <source>read the scores without outliers, or the median over dimensions</source>
        <translation>смотрите оценки без выбросов или медиану по измерениям</translation>
    </message>
    <message>
        <source>the windows&apos; first tokens move its score without residual by more than %1</source>
        <translation>первые токены окон сдвигают его оценку без остатка больше чем на %1</translation>
    </message>
    <message>
        <source>see the score without them, or --skip-first-token</source>
        <translation>смотрите оценку без них или --skip-first-token</translation>
    </message>
    <message>
        <source>%1 tokens per dimension: the in-sample scores are biased upwards</source>
        <translation>токенов на измерение: %1, и оценки на выборке завышены</translation>
    </message>
    <message>
        <source>read the adjusted ones, or give at least %1 tokens</source>
        <translation>смотрите поправленные или дайте хотя бы %1 токенов</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>блок %1</translation>
    </message>
    <message>
        <source>%1 is no text: it holds zero bytes</source>
        <translation>%1 — не текст: в нём нулевые байты</translation>
    </message>
    <message>
        <source>name a text in UTF-8</source>
        <translation>укажите текст в UTF-8</translation>
    </message>
    <message>
        <source>BPE with byte fallback</source>
        <translation>BPE с запасом по байтам</translation>
    </message>
    <message>
        <source>byte-level BPE</source>
        <translation>BPE по байтам</translation>
    </message>
    <message>
        <source>No plan is recommended</source>
        <translation>Советовать нечего</translation>
    </message>
    <message>
        <source>the plan is %1</source>
        <translation>план: %1</translation>
    </message>
    <message>
        <source>the unedited model is worse than guessing on these texts (loss %1, chance has %2): what a plan does to it says nothing</source>
        <translation>исходная модель на этих текстах хуже угадывания (потери %1, у случайного выбора %2): что с ней делает план, ни о чём не говорит</translation>
    </message>
    <message>
        <source>there are no held-out scores: they need at least two documents, and the data is one</source>
        <translation>оценок на отложенных текстах нет: нужны хотя бы два документа, а здесь один</translation>
    </message>
    <message>
        <source>there are no held-out scores: they were not asked for (--folds K)</source>
        <translation>оценок на отложенных текстах нет: их не просили (--folds K)</translation>
    </message>
    <message>
        <source>No block can be dropped within %1 % of the loss, its error included</source>
        <translation>Ни один блок нельзя удалить так, чтобы рост потерь с учётом погрешности не превысил %1 %</translation>
    </message>
    <message>
        <source>No block can be replaced by linear maps within %1 % of the loss, its error included</source>
        <translation>Ни один блок нельзя заменить линейным отображением так, чтобы рост потерь с учётом погрешности не превысил %1 %</translation>
    </message>
    <message>
        <source>No block can be merged into the blocks before them within %1 % of the loss, its error included</source>
        <translation>Ни один блок нельзя слить с предыдущим так, чтобы рост потерь с учётом погрешности не превысил %1 %</translation>
    </message>
    <message>
        <source>learning a tokeniser</source>
        <translation>учит токенизатор</translation>
    </message>
    <message>
        <source>training</source>
        <translation>обучение</translation>
    </message>
    <message>
        <source>training, loss %1</source>
        <translation>обучение, потери %1</translation>
    </message>
    <message>
        <source>training diverged at step %1: the loss is no longer a number</source>
        <translation>обучение разошлось на шаге %1: потери больше не число</translation>
    </message>
    <message>
        <source>use a lower learning_rate or lambda</source>
        <translation>уменьшите скорость обучения или λ</translation>
    </message>
    <message>
        <source>the texts are too short: %1 tokens to train on and %2 to validate on, where a window takes %3</source>
        <translation>тексты слишком коротки: токенов для обучения %1, для проверки %2, а окно занимает %3</translation>
    </message>
    <message>
        <source>give more text or a shorter sequence_length</source>
        <translation>дайте больше текста или более короткое окно</translation>
    </message>
    <message>
        <source>%1 is a training of another model, plan, fit, text or setting</source>
        <translation>%1 — обучение с другой моделью, планом, подбором, текстом или настройкой</translation>
    </message>
    <message>
        <source>give the same ones, or delete it to start anew</source>
        <translation>дайте те же или удалите его, чтобы начать заново</translation>
    </message>
    <message>
        <source>%1 is no UTF-8: line %2 has a letter of another encoding</source>
        <translation>%1 не в UTF-8: в строке %2 буква в другой кодировке</translation>
    </message>
    <message>
        <source>convert it, for example with iconv -f latin1 -t utf-8</source>
        <translation>перекодируйте, например iconv -f latin1 -t utf-8</translation>
    </message>
    <message>
        <source>the run has no contribution ratio of the block, or no norms of its states</source>
        <translation>в прогоне нет отношения вклада этого блока или норм состояний</translation>
    </message>
    <message>
        <source>the run has no linearity of the block</source>
        <translation>в прогоне нет линейности этого блока</translation>
    </message>
    <message>
        <source>the run has no linearity of the half</source>
        <translation>в прогоне нет линейности этой половины</translation>
    </message>
    <message>
        <source>standard errors of pairs are null: they need two documents or two windows, and a run of this version</source>
        <translation>стандартных ошибок пар нет: нужны два документа или два окна и прогон этой версии</translation>
    </message>
    <message>
        <source>its first, %1, costs %2 ± %3 %</source>
        <translation>первый, %1, стоит %2 ± %3 %</translation>
    </message>
    <message>
        <source>its first, %1, costs %2 %</source>
        <translation>первый, %1, стоит %2 %</translation>
    </message>
</context>
<context>
    <name>PlanMarks</name>
    <message>
        <source>✕ dropped, ╲ linear map, broken ╲ map of low rank, ← merged into the block before; upper half: attention, lower half: MLP</source>
        <translation>✕ удалён, ╲ линейное отображение, прерывистая ╲ отображение малого ранга, ← слит с предыдущим блоком; верхняя половина: внимание, нижняя половина: MLP</translation>
    </message>
</context>
<context>
    <name>RecentFiles</name>
    <message>
        <source>%1 tokens</source>
        <translation>токенов: %1</translation>
    </message>
</context>
<context>
    <name>RunNames</name>
    <message>
        <source>%1 tokens</source>
        <translation>токенов: %1</translation>
    </message>
</context>
<context>
    <name>View</name>
    <message>
        <source>Profile</source>
        <translation>Профиль</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>Слои</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>Отрезки</translation>
    </message>
    <message>
        <source>Halves</source>
        <translation>Части</translation>
    </message>
    <message>
        <source>Spectra</source>
        <translation>Спектры</translation>
    </message>
    <message>
        <source>Lens</source>
        <translation>Линза</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Прогоны</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Блоки</translation>
    </message>
    <message>
        <source>Prompts</source>
        <translation>Промпты</translation>
    </message>
</context>
<context>
    <name>strato::ActionBar</name>
    <message>
        <source>Rank of low-rank maps</source>
        <translation>Ранг отображений малого ранга</translation>
    </message>
    <message>
        <source>Rank of low-rank maps, for clicks, the menu and the key R</source>
        <translation>Ранг отображений малого ранга: для щелчков, меню и клавиши R</translation>
    </message>
    <message>
        <source>Part of a block</source>
        <translation>Часть блока</translation>
    </message>
    <message>
        <source>whole blocks</source>
        <translation>целиком</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>внимание</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>MLP</translation>
    </message>
    <message>
        <source>What of the clicked blocks is changed</source>
        <translation>Что меняется в блоке, по которому щёлкнули</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>удалить</translation>
    </message>
    <message>
        <source>Clicked blocks are removed; click again to keep them. Drag for a span. (D)</source>
        <translation>Блоки удаляются по щелчку; повторный щелчок оставляет их. Отрезок выделяется протягиванием. (D)</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>линейно</translation>
    </message>
    <message>
        <source>Clicked blocks are replaced by their least-squares map; click again to keep them. A dragged span becomes one map. (L)</source>
        <translation>Блоки по щелчку заменяются отображением по методу наименьших квадратов; повторный щелчок оставляет их. Отрезок, выделенный протягиванием, становится одним отображением. (L)</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>слить</translation>
    </message>
    <message>
        <source>Clicked blocks go, and a map of what the block before adds is folded into its weights: the file only loses blocks. (M)</source>
        <translation>Блоки по щелчку убираются, а отображение того, что добавляет предыдущий блок, вносится в его веса: файл только теряет блоки. (M)</translation>
    </message>
    <message>
        <source>low rank</source>
        <translation>ранг</translation>
    </message>
    <message>
        <source>Clicked blocks are replaced by a map whose change of the stream has this rank. (R)</source>
        <translation>Блоки по щелчку заменяются отображением малого ранга: изменение потока имеет ранг, указанный рядом. (R)</translation>
    </message>
    <message>
        <source>select</source>
        <translation>выбрать</translation>
    </message>
    <message>
        <source>Clicked blocks are only selected: their numbers stand in the tab Block, the plan stays as it is. Letters and the right button still act on them.</source>
        <translation>Щелчок только выбирает блоки: их числа — во вкладке «Блок», план не меняется. Буквы и правая кнопка по-прежнему действуют на них.</translation>
    </message>
    <message>
        <source>Click:</source>
        <translation>Щелчок:</translation>
    </message>
</context>
<context>
    <name>strato::AnswersPanel</name>
    <message>
        <source>Open questions…</source>
        <translation>Открыть…</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Remove all</source>
        <translation>Убрать все</translation>
    </message>
    <message>
        <source>A JSONL file, a question a line: ARC&apos;s format, or question, choices and answer. Scored as lm-evaluation-harness does.</source>
        <translation>Файл JSONL, по вопросу в строке: формат ARC или поля question, choices и answer. Оценивается так же, как в lm-evaluation-harness.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Questions&lt;/b&gt;</source>
        <translation>&lt;b&gt;Вопросы с вариантами&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Once upon a time</source>
        <translation>например, Once upon a time</translation>
    </message>
    <message>
        <source>A prompt that both models continue</source>
        <translation>Промпт, который продолжат обе модели</translation>
    </message>
    <message>
        <source>Enter has both models continue the prompt, always with the likeliest token</source>
        <translation>По Enter обе модели продолжают промпт, всякий раз самым вероятным токеном</translation>
    </message>
    <message>
        <source>What both models write</source>
        <translation>Что пишут обе модели</translation>
    </message>
    <message>
        <source>&lt;b&gt;Texts of both models&lt;/b&gt;</source>
        <translation>&lt;b&gt;Тексты обеих моделей&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Open questions with choices</source>
        <translation>Открыть вопросы с вариантами</translation>
    </message>
    <message>
        <source>Questions (*.jsonl *.ndjson);;All files (*)</source>
        <translation>Вопросы (*.jsonl *.ndjson);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Analyse a model first.</source>
        <translation>Сначала проанализируйте модель.</translation>
    </message>
    <message>
        <source>Both models write as soon as the plan is measured …</source>
        <translation>Обе модели напишут продолжение, как только план будет измерен …</translation>
    </message>
    <message>
        <source>Accuracy of both models on questions of yours, with its standard error.</source>
        <translation>Точность обеих моделей на ваших вопросах и её стандартная ошибка.</translation>
    </message>
    <message>
        <source>%1: answered as soon as the plan is measured.</source>
        <translation>%1: ответы появятся, как только план будет измерен.</translation>
    </message>
    <message>
        <source>%1, %2 questions. Unedited: accuracy %3, normalised by length %4.</source>
        <translation>%1, вопросов: %2. Исходная модель: точность %3, с нормировкой на длину %4.</translation>
    </message>
    <message>
        <source>%1 Edited: %2, %3. Change: %4, %5.</source>
        <translation>%1 Изменённая: %2, %3. Разница: %4, %5.</translation>
    </message>
    <message>
        <source>unedited</source>
        <translation>исходная</translation>
    </message>
    <message>
        <source>the same</source>
        <translation>она же</translation>
    </message>
    <message>
        <source>healed</source>
        <translation>дообученная</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>изменённая</translation>
    </message>
</context>
<context>
    <name>strato::BlockActions</name>
    <message>
        <source>Keep</source>
        <translation>Оставить</translation>
    </message>
    <message>
        <source>Drop</source>
        <translation>Удалить</translation>
    </message>
    <message>
        <source>Replace by a linear map</source>
        <translation>Заменить линейным отображением</translation>
    </message>
    <message>
        <source>Replace by a map of rank %1</source>
        <translation>Заменить отображением ранга %1</translation>
    </message>
    <message>
        <source>Merge into what stands before</source>
        <translation>Слить с тем, что стоит перед ним</translation>
    </message>
    <message>
        <source>Merge into the block before</source>
        <translation>Слить с предыдущим блоком</translation>
    </message>
    <message>
        <source>Block %1</source>
        <translation>Блок %1</translation>
    </message>
    <message>
        <source>Blocks %1</source>
        <translation>Блоки %1</translation>
    </message>
    <message>
        <source>&amp;Whole block</source>
        <translation>&amp;Весь блок</translation>
    </message>
    <message>
        <source>&amp;Whole span</source>
        <translation>&amp;Весь отрезок</translation>
    </message>
    <message>
        <source>&amp;Attention</source>
        <translation>В&amp;нимание</translation>
    </message>
    <message>
        <source>&amp;Attention of each</source>
        <translation>В&amp;нимание каждого</translation>
    </message>
    <message>
        <source>&amp;MLP</source>
        <translation>&amp;Половина MLP</translation>
    </message>
    <message>
        <source>&amp;MLP of each</source>
        <translation>&amp;Половина MLP каждого</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
</context>
<context>
    <name>strato::BlockChart</name>
    <message>
        <source>%1; held out it can&apos;t be told from block %2</source>
        <translation>%1; на отложенных текстах не отличим от блока %2</translation>
    </message>
    <message>
        <source> and </source>
        <translation> и </translation>
    </message>
</context>
<context>
    <name>strato::BlockTokenMap</name>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>This run file keeps no numbers of single tokens: analyse the model again.</source>
        <translation>В этом файле прогона нет чисел по отдельным токенам: проанализируйте модель заново.</translation>
    </message>
    <message>
        <source>non-linearity</source>
        <translation>нелинейность</translation>
    </message>
</context>
<context>
    <name>strato::Chart</name>
    <message>
        <source>No block is finished yet.</source>
        <translation>Ни один блок ещё не готов.</translation>
    </message>
    <message>
        <source>Nothing is analysed yet: press Run, once a model and texts are open.</source>
        <translation>Пока ничего не исследовано: нажмите «Запустить», когда открыты модель и тексты.</translation>
    </message>
</context>
<context>
    <name>strato::ChartsPanel</name>
    <message>
        <source>Blocks</source>
        <translation>Блоки</translation>
    </message>
    <message>
        <source>Arrow keys select blocks, Shift extends the selection; D drops, L replaces by a linear map, R by one of low rank, M merges, K keeps</source>
        <translation>Стрелки выбирают блоки, Shift расширяет выделение; D удаляет, L заменяет линейным отображением, R — отображением малого ранга, M сливает, K оставляет</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>What the colours of the strip say</source>
        <translation>Что показывают цвета полосы</translation>
    </message>
    <message>
        <source>coloured by</source>
        <translation>цвет</translation>
    </message>
    <message>
        <source>%1
Marks: %2</source>
        <translation>%1
Пометки: %2</translation>
    </message>
    <message>
        <source>Reading the vocabulary</source>
        <translation>Чтение словаря</translation>
    </message>
    <message>
        <source>block %1: not measured yet</source>
        <translation>блок %1: ещё не измерен</translation>
    </message>
    <message>
        <source>%1; plan: %2</source>
        <translation>%1; план: %2</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>There is nothing to export: analyse a model first.</source>
        <translation>Экспортировать нечего: сначала исследуйте модель.</translation>
    </message>
</context>
<context>
    <name>strato::ColorButton</name>
    <message>
        <source>Colours</source>
        <translation>Цвета</translation>
    </message>
</context>
<context>
    <name>strato::ColorMenu</name>
    <message>
        <source>logarithmic</source>
        <translation>логарифмическая</translation>
    </message>
    <message>
        <source>sequential</source>
        <translation>последовательные</translation>
    </message>
    <message>
        <source>diverging</source>
        <translation>расходящиеся</translation>
    </message>
    <message>
        <source>percentile</source>
        <translation>процентиль</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>The range reaches as far to both sides of this value; for diverging colours it is the light middle</source>
        <translation>Диапазон простирается одинаково в обе стороны от этого значения; у расходящихся цветов оно — светлая середина</translation>
    </message>
    <message>
        <source>As the view chooses</source>
        <translation>Как выбирает вид</translation>
    </message>
    <message>
        <source>Colours</source>
        <translation>Цвета</translation>
    </message>
    <message>
        <source>From, to</source>
        <translation>От, до</translation>
    </message>
    <message>
        <source>Percentiles</source>
        <translation>Процентили</translation>
    </message>
    <message>
        <source>Centre</source>
        <translation>Центр</translation>
    </message>
    <message>
        <source>Scale</source>
        <translation>Шкала</translation>
    </message>
    <message>
        <source>The colour bar itself can be dragged, the wheel widens its range, a double click gives it back.</source>
        <translation>Саму цветовую шкалу можно двигать мышью, колесо расширяет её диапазон, двойной щелчок возвращает прежний.</translation>
    </message>
    <message>
        <source>This range for all maps of: %1</source>
        <translation>Этот диапазон для всех карт: %1</translation>
    </message>
</context>
<context>
    <name>strato::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Команды</translation>
    </message>
    <message>
        <source>Type parts of a command</source>
        <translation>Введите части команды</translation>
    </message>
    <message>
        <source>Parts of a command</source>
        <translation>Части команды</translation>
    </message>
    <message>
        <source>No command that can be run now has these words.</source>
        <translation>Нет доступной сейчас команды с такими словами.</translation>
    </message>
</context>
<context>
    <name>strato::ComparisonChart</name>
    <message>
        <source>%1, step %2</source>
        <translation>%1, шаг %2</translation>
    </message>
    <message>
        <source>Comparison of runs</source>
        <translation>Сравнение прогонов</translation>
    </message>
    <message>
        <source>The same measure of several models over normalised depth, or of checkpoints over training. Runs on other texts or with few tokens a dimension don&apos;t compare as they stand.</source>
        <translation>Одна и та же мера нескольких моделей по нормированной глубине или чекпойнтов по ходу обучения. Прогоны на других текстах или с малым числом токенов на размерность напрямую не сравнимы.</translation>
    </message>
    <message>
        <source>%1 over depth</source>
        <translation>%1 по глубине</translation>
    </message>
    <message>
        <source>%1 over training</source>
        <translation>%1 по обучению</translation>
    </message>
    <message>
        <source>There is nothing to compare yet: press “Add runs…” or drop run files (*.strato) here.</source>
        <translation>Сравнивать пока нечего: нажмите «Добавить…» или перетащите сюда файлы прогонов (*.strato).</translation>
    </message>
    <message>
        <source>No two of these runs are checkpoints of one model: a checkpoint&apos;s folder is named for its training step, as step1000 or checkpoint-500.</source>
        <translation>Среди этих прогонов нет двух чекпойнтов одной модели: папка чекпойнта называется по шагу обучения, например step1000 или checkpoint-500.</translation>
    </message>
    <message>
        <source>%1: block %2 of %3, depth %4: %5 %6; n %7</source>
        <translation>%1: блок %2 из %3, глубина %4: %5 %6; n %7</translation>
    </message>
    <message>
        <source>%1, %2 blocks</source>
        <translation>%1, блоков: %2</translation>
    </message>
    <message>
        <source>%1: mean %2 over %3 blocks %4; n %5</source>
        <translation>%1: %2, среднее по блокам (%3): %4; n %5</translation>
    </message>
    <message>
        <source>training step</source>
        <translation>шаг обучения</translation>
    </message>
    <message>
        <source>depth, from the first block to the last</source>
        <translation>глубина, от первого блока до последнего</translation>
    </message>
    <message>
        <source>%1: %2 tokens of %3 in windows of %4</source>
        <translation>%1: токенов %2 из %3, окна по %4</translation>
    </message>
</context>
<context>
    <name>strato::ComparisonControls</name>
    <message>
        <source>Add runs…</source>
        <translation>Добавить…</translation>
    </message>
    <message>
        <source>Run files of other models or checkpoints; they can also be dropped on the chart</source>
        <translation>Файлы прогонов других моделей или чекпойнтов; их можно и перетащить на график</translation>
    </message>
    <message>
        <source>Add runs to compare with</source>
        <translation>Добавить прогоны для сравнения</translation>
    </message>
    <message>
        <source>Runs (*.strato)</source>
        <translation>Прогоны (*.strato)</translation>
    </message>
    <message>
        <source>Reading runs</source>
        <translation>Чтение прогонов</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>Убрать</translation>
    </message>
    <message>
        <source>Removes the runs that were added</source>
        <translation>Убирает добавленные прогоны</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Из файла…</translation>
    </message>
</context>
<context>
    <name>strato::CsvModel</name>
    <message>
        <source>%1 in files</source>
        <translation>В файлах: %1</translation>
    </message>
</context>
<context>
    <name>strato::CsvTable</name>
    <message>
        <source>The numbers of the chart</source>
        <translation>Числа графика</translation>
    </message>
</context>
<context>
    <name>strato::FigureDialog</name>
    <message>
        <source>other</source>
        <translation>другая</translation>
    </message>
    <message>
        <source> mm</source>
        <translation> мм</translation>
    </message>
    <message>
        <source> pt</source>
        <translation> пт</translation>
    </message>
    <message>
        <source>Export “%1”</source>
        <translation>Экспорт «%1»</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>Формат</translation>
    </message>
    <message>
        <source>Width</source>
        <translation>Ширина</translation>
    </message>
    <message>
        <source>Height</source>
        <translation>Высота</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Шрифт</translation>
    </message>
    <message>
        <source>one column, 84 mm</source>
        <translation>одна колонка, 84 мм</translation>
    </message>
    <message>
        <source>two columns, 174 mm</source>
        <translation>две колонки, 174 мм</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Model %1; %2 tokens of %3, in windows of %4; %5; Stratoscope %6.</source>
        <translation>Модель %1; токенов: %2 из %3, в окнах по %4; %5; Stratoscope %6.</translation>
    </message>
    <message>
        <source>There is nothing to export. %1</source>
        <translation>Экспортировать нечего. %1</translation>
    </message>
    <message>
        <source>Written: %1</source>
        <translation>Записано: %1</translation>
    </message>
    <message>
        <source>%1, the numbers</source>
        <translation>%1, числа</translation>
    </message>
    <message>
        <source>For \input in LaTeX, which sets the texts in the document&apos;s font</source>
        <translation>Для \input в LaTeX: подписи набираются шрифтом документа</translation>
    </message>
    <message>
        <source>Marks of the plan</source>
        <translation>Пометки плана</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
    <message>
        <source>To the clipboard: the picture as PNG, SVG and PDF, or the numbers as CSV</source>
        <translation>В буфер обмена: картинка как PNG, SVG и PDF или числа как CSV</translation>
    </message>
    <message>
        <source>How the figure will look</source>
        <translation>Как будет выглядеть рисунок</translation>
    </message>
    <message>
        <source>Caption</source>
        <translation>Подпись</translation>
    </message>
    <message>
        <source>Copies the caption; it is in the file, too</source>
        <translation>Копирует подпись; в файле она тоже есть</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Команда</translation>
    </message>
    <message>
        <source>Copies the command that draws this figure without a window</source>
        <translation>Копирует команду, которая рисует этот рисунок без окна</translation>
    </message>
    <message>
        <source>Rows of numbers: %1</source>
        <translation>Строк чисел: %1</translation>
    </message>
    <message>
        <source>Charts of the page</source>
        <translation>Графики страницы</translation>
    </message>
</context>
<context>
    <name>strato::FindBar</name>
    <message>
        <source>words in the prompts</source>
        <translation>слова в промптах</translation>
    </message>
    <message>
        <source>Words to find in the prompts</source>
        <translation>Слова, которые надо найти в промптах</translation>
    </message>
    <message>
        <source>Find</source>
        <translation>Найти</translation>
    </message>
    <message>
        <source>The place before (Shift+Return)</source>
        <translation>Предыдущее место (Shift+Ввод)</translation>
    </message>
    <message>
        <source>The next place (Return)</source>
        <translation>Следующее место (Ввод)</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Закрыть (Esc)</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>No texts are analysed yet.</source>
        <translation>Тексты ещё не проанализированы.</translation>
    </message>
    <message>
        <source>not found</source>
        <translation>не найдено</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
</context>
<context>
    <name>strato::FitsTable</name>
    <message>
        <source>R² in sample</source>
        <translation>R² обуч.</translation>
    </message>
    <message>
        <source>R² held out</source>
        <translation>R² отлож.</translation>
    </message>
    <message>
        <source>ridge</source>
        <translation>ридж, λ</translation>
    </message>
    <message>
        <source>Of what the part adds to the residual stream, on the texts that the map was fitted on</source>
        <translation>Для того, что эта часть добавляет в остаточный поток, на текстах, по которым подогнано отображение</translation>
    </message>
    <message>
        <source>The same on folds of documents that a map was not fitted on</source>
        <translation>То же на фолдах документов, по которым отображение не подгонялось</translation>
    </message>
    <message>
        <source>The penalty on the map, chosen by the error on folds held out</source>
        <translation>Штраф на отображение, выбранный по ошибке на отложенных фолдах</translation>
    </message>
    <message>
        <source>Fits of the plan&apos;s maps</source>
        <translation>Качество подгонки отображений плана</translation>
    </message>
</context>
<context>
    <name>strato::HalvesChart</name>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>attention</source>
        <translation>внимание</translation>
    </message>
    <message>
        <source>MLP</source>
        <translation>MLP</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>Attention and MLP</source>
        <translation>Внимание и MLP</translation>
    </message>
    <message>
        <source>How linear each half of a block is, above with the residual stream and below without: which half a map could stand for, not which one the model needs.</source>
        <translation>Насколько линейна каждая половина блока: вверху с остаточным потоком, внизу без него. Видно, какую половину могло бы заменить отображение, но не какая нужна модели.</translation>
    </message>
    <message>
        <source>Halves were not measured: check “attention and MLP” at the left and press Run.</source>
        <translation>Половины не измерены: отметьте слева «внимание и MLP» и нажмите «Запустить».</translation>
    </message>
    <message>
        <source>block %1: linearity %2, attention %3, MLP %4; without residual %5, attention %6, MLP %7; n %8</source>
        <translation>блок %1: линейность %2, внимание %3, MLP %4; без ост. потока %5, внимание %6, MLP %7; n %8</translation>
    </message>
</context>
<context>
    <name>strato::HealChart</name>
    <message>
        <source>step %1: loss %2 nats, error of the states %3 of their variance, KL divergence %4 nats</source>
        <translation>шаг %1: потери %2 нат, ошибка состояний %3 их дисперсии, дивергенция KL %4 нат</translation>
    </message>
    <message>
        <source>loss, nats</source>
        <translation>потери, нат</translation>
    </message>
    <message>
        <source>step</source>
        <translation>шаг</translation>
    </message>
    <message>
        <source>loss before</source>
        <translation>потери до начала</translation>
    </message>
    <message>
        <source>loss of the next token</source>
        <translation>потери след. токена</translation>
    </message>
    <message>
        <source>error of the states</source>
        <translation>ошибка состояний</translation>
    </message>
    <message>
        <source>KL divergence, nats</source>
        <translation>дивергенция KL, нат</translation>
    </message>
    <message>
        <source>The course of the training appears here.</source>
        <translation>Здесь появится ход обучения.</translation>
    </message>
    <message>
        <source>Healing, on held-out texts</source>
        <translation>Дообучение: проверка на отложенных текстах</translation>
    </message>
    <message>
        <source>error; KL in nats</source>
        <translation>ошибка; KL в натах</translation>
    </message>
    <message>
        <source>kept: least error</source>
        <translation>сохранено: наим. ошибка</translation>
    </message>
    <message>
        <source>How loss and errors fall on texts that the maps are not trained on; it doesn&apos;t say how far more steps would lead.</source>
        <translation>Как падают потери и ошибки на текстах, на которых отображения не учат; куда приведут новые шаги, отсюда не видно.</translation>
    </message>
</context>
<context>
    <name>strato::HealDialog</name>
    <message>
        <source>Heal the plan</source>
        <translation>Дообучение плана</translation>
    </message>
    <message>
        <source>Trains the maps of a plan, and only them, to make the edited model follow the unedited one. A part of the texts is not trained on; it tells when to stop, and which maps are kept.</source>
        <translation>Обучает отображения плана, и только их, чтобы изменённая модель воспроизводила исходную. Часть текстов в обучении не участвует: по ней видно, когда остановиться и какие отображения сохранить.</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>At most; training ends early when nothing gets better</source>
        <translation>Не более; обучение кончается раньше, если улучшений больше нет</translation>
    </message>
    <message>
        <source>Of text, in whole windows</source>
        <translation>Токенов текста, целыми окнами</translation>
    </message>
    <message>
        <source>of the predictions, too</source>
        <translation>и предсказаний</translation>
    </message>
    <message>
        <source>Lowers the KL divergence of the predictions beside the error of the states. Maps fitted by least squares have the least error of the states already, so a single one gains only by this.</source>
        <translation>Уменьшает вместе с ошибкой состояний дивергенцию KL предсказаний. У отображений, подогнанных методом наименьших квадратов, ошибка состояний и так наименьшая, поэтому одиночное отображение выигрывает только от этого.</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>План</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Тексты</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>Tokens a step</source>
        <translation>Токенов на шаг</translation>
    </message>
    <message>
        <source>Divergence</source>
        <translation>Дивергенция</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Texts to train on</source>
        <translation>Тексты для обучения</translation>
    </message>
    <message>
        <source>the analysed ones: %1</source>
        <translation>те, что в анализе: %1</translation>
    </message>
    <message>
        <source>Healing of %1 changed the loss by %2 ± %3: perplexity %4 with fitted maps, %5 with healed ones, %6 unedited (%7, %8 predicted tokens).</source>
        <translation>Дообучение плана %1 изменило потери на %2 ± %3: перплексия %4 с подогнанными отображениями, %5 с дообученными, %6 у исходной модели (%7, предсказанных токенов: %8).</translation>
    </message>
    <message>
        <source>Note: %1.</source>
        <translation>Примечание: %1.</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>пуст</translation>
    </message>
    <message>
        <source>The healing of %1 was stopped.</source>
        <translation>Дообучение плана %1 остановлено.</translation>
    </message>
    <message>
        <source>The healing of %1 was stopped after step %2.</source>
        <translation>Дообучение плана %1 остановлено после шага %2.</translation>
    </message>
    <message>
        <source>The maps of step %1, the best so far, are kept.</source>
        <translation>Сохранены отображения шага %1, лучшие на этот момент.</translation>
    </message>
    <message>
        <source>“Go on” takes it up again.</source>
        <translation>«Дальше» возобновит его.</translation>
    </message>
    <message>
        <source>Done in %1: %2 steps%3; kept are the maps of step %4.</source>
        <translation>Готово за %1, шагов: %2%3; сохранены отображения шага %4.</translation>
    </message>
    <message>
        <source>, ended early</source>
        <translation>, закончено досрочно</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)</source>
        <translation>Тексты (*.txt *.jsonl *.ndjson *.csv);;Все файлы (*)</translation>
    </message>
</context>
<context>
    <name>strato::HeatmapChart</name>
    <message>
        <source>How far each token&apos;s output is from what the block&apos;s best linear map makes of it: where a block does its own work, but not whether the model needs it.</source>
        <translation>Насколько выход для каждого токена далёк от того, что даёт лучшее линейное отображение блока: видно, где блок делает собственную работу, но не нужна ли она модели.</translation>
    </message>
    <message>
        <source>non-linearity</source>
        <translation>нелинейность</translation>
    </message>
    <message>
        <source>block %1, %2: non-linearity %3</source>
        <translation>блок %1, %2: нелинейность %3</translation>
    </message>
    <message>
        <source>undefined</source>
        <translation>не определена</translation>
    </message>
    <message>
        <source>not measured yet</source>
        <translation>ещё не измерена</translation>
    </message>
    <message>
        <source>The other run is of other texts, windows or tokens.</source>
        <translation>Другой прогон — по другим текстам, окнам или токенам.</translation>
    </message>
    <message>
        <source>Non-linearity of tokens</source>
        <translation>Нелинейность токенов</translation>
    </message>
</context>
<context>
    <name>strato::HubDialog</name>
    <message>
        <source>Open from the hub cache</source>
        <translation>Открыть из кэша хаба</translation>
    </message>
    <message>
        <source>model</source>
        <translation>модель</translation>
    </message>
    <message>
        <source>revision</source>
        <translation>ревизия</translation>
    </message>
    <message>
        <source>family</source>
        <translation>семейство</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>веса</translation>
    </message>
    <message>
        <source>note</source>
        <translation>заметка</translation>
    </message>
    <message>
        <source>%1 is looked into as soon as what runs is done …</source>
        <translation>Папка %1 будет просмотрена, как только закончится текущая работа …</translation>
    </message>
    <message>
        <source>Looking into %1 …</source>
        <translation>Просматривается %1 …</translation>
    </message>
    <message>
        <source>Looking into the hub cache</source>
        <translation>Просмотр кэша хаба</translation>
    </message>
    <message>
        <source>%1 models in %2</source>
        <translation>Моделей: %1, в папке %2</translation>
    </message>
    <message>
        <source>No model lies in %1, where huggingface libraries keep what they download; HF_HOME or HF_HUB_CACHE name another place.</source>
        <translation>В папке %1, где библиотеки huggingface хранят загруженное, нет ни одной модели; другое место задают HF_HOME и HF_HUB_CACHE.</translation>
    </message>
    <message>
        <source>%1 blocks of width %2</source>
        <translation>блоков: %1, ширина %2</translation>
    </message>
</context>
<context>
    <name>strato::JobBar</name>
    <message>
        <source>Stopping …</source>
        <translation>Останавливается …</translation>
    </message>
    <message>
        <source>, %1 %</source>
        <translation>, %1 %</translation>
    </message>
    <message>
        <source>, %1 left</source>
        <translation>, осталось %1</translation>
    </message>
</context>
<context>
    <name>strato::JobLog</name>
    <message>
        <source>done in %1</source>
        <translation>готово за %1</translation>
    </message>
    <message>
        <source>failed after %1: %2</source>
        <translation>ошибка через %1: %2</translation>
    </message>
    <message>
        <source>stopped after %1</source>
        <translation>остановлено через %1</translation>
    </message>
    <message>
        <source>replaced by a later one after %1</source>
        <translation>заменено более поздним через %1</translation>
    </message>
    <message>
        <source>problem</source>
        <translation>проблема</translation>
    </message>
    <message>
        <source>notice</source>
        <translation>сообщение</translation>
    </message>
</context>
<context>
    <name>strato::JobRunner</name>
    <message>
        <source>the memory of this machine is not enough; use fewer tokens or a smaller model</source>
        <translation>памяти этого компьютера не хватает; возьмите меньше токенов или модель поменьше</translation>
    </message>
</context>
<context>
    <name>strato::Language</name>
    <message>
        <source>en</source>
        <comment>the code of the language that this is translated to</comment>
        <translation>ru</translation>
    </message>
</context>
<context>
    <name>strato::LensChart</name>
    <message>
        <source>state</source>
        <translation>состояние</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>Логит-линза</translation>
    </message>
    <message>
        <source>The token that the output matrix reads in each state, through the final norm: what could be said there, not what the blocks after it use.</source>
        <translation>Токен, который выходная матрица после последней нормировки даёт для каждого состояния: что модель предсказала бы уже здесь, а не то, чем пользуются следующие блоки.</translation>
    </message>
    <message>
        <source>The logit lens is there once all blocks are finished.</source>
        <translation>Логит-линза появится, когда будут готовы все блоки.</translation>
    </message>
    <message>
        <source>The logit lens was not asked for: set “Logit lens” at the left to a number of tokens and press Run.</source>
        <translation>Логит-линза не запрошена: задайте слева в поле «Логит-линза» число токенов и нажмите «Запустить».</translation>
    </message>
    <message>
        <source>loss of the next token</source>
        <translation>потери след. токена</translation>
    </message>
    <message>
        <source>-ln of the probability that the state gives to the true next token</source>
        <translation>-ln вероятности, которую состояние даёт истинному следующему токену</translation>
    </message>
    <message>
        <source>probability of the next token</source>
        <translation>вероятность след. токена</translation>
    </message>
    <message>
        <source>The probability that the state gives to the true next token</source>
        <translation>Вероятность, которую состояние даёт истинному следующему токену</translation>
    </message>
    <message>
        <source>no next token: the window ends here</source>
        <translation>следующего токена нет: здесь окно кончается</translation>
    </message>
    <message>
        <source>loss of the next token %1 (probability %2)</source>
        <translation>потери след. токена %1 (вероятность %2)</translation>
    </message>
    <message>
        <source>state %1, %2: %3; reads %4</source>
        <translation>состояние %1, %2: %3; читается %4</translation>
    </message>
    <message>
        <source>“%1” %2</source>
        <translation>«%1» %2</translation>
    </message>
    <message>
        <source>loss of the next token, nats</source>
        <translation>потери след. токена, нат</translation>
    </message>
</context>
<context>
    <name>strato::LogDialog</name>
    <message>
        <source>Log</source>
        <translation>Журнал</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Время</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Что</translation>
    </message>
    <message>
        <source>How it ended</source>
        <translation>Результат</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>Копировать</translation>
    </message>
</context>
<context>
    <name>strato::MainWindow</name>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Файл</translation>
    </message>
    <message>
        <source>Open &amp;model…</source>
        <translation>Открыть &amp;модель…</translation>
    </message>
    <message>
        <source>Open from the &amp;hub cache…</source>
        <translation>Открыть из &amp;кэша хаба…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+O</source>
        <translation>Ctrl+Alt+O</translation>
    </message>
    <message>
        <source>Open &amp;texts…</source>
        <translation>Открыть &amp;тексты…</translation>
    </message>
    <message>
        <source>Ctrl+T</source>
        <translation>Ctrl+T</translation>
    </message>
    <message>
        <source>Open texts to measure plans &amp;on…</source>
        <translation>Открыть тексты для &amp;измерения планов…</translation>
    </message>
    <message>
        <source>Open &amp;questions with choices…</source>
        <translation>Открыть &amp;вопросы с вариантами…</translation>
    </message>
    <message>
        <source>Open &amp;run…</source>
        <translation>Открыть &amp;прогон…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+O</source>
        <translation>Ctrl+Shift+O</translation>
    </message>
    <message>
        <source>Open re&amp;cent</source>
        <translation>Открыть &amp;недавнее</translation>
    </message>
    <message>
        <source>&amp;Save run as…</source>
        <translation>&amp;Сохранить прогон как…</translation>
    </message>
    <message>
        <source>Export the shown &amp;chart…</source>
        <translation>Экспорт показанного &amp;графика…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+E</source>
        <translation>Ctrl+Shift+E</translation>
    </message>
    <message>
        <source>Export chart “%1”…</source>
        <translation>Экспорт графика «%1»…</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>Блоки</translation>
    </message>
    <message>
        <source>&amp;Export model…</source>
        <translation>&amp;Экспорт модели…</translation>
    </message>
    <message>
        <source>Ctrl+E</source>
        <translation>Ctrl+E</translation>
    </message>
    <message>
        <source>Open the &amp;demo</source>
        <translation>Открыть &amp;демо</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>В&amp;ыход</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>Модели</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Прогоны</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Тексты</translation>
    </message>
    <message>
        <source>&amp;Forget these</source>
        <translation>&amp;Очистить список</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Правка</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Отменить</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Вернуть</translation>
    </message>
    <message>
        <source>&amp;History of the plan…</source>
        <translation>&amp;История плана…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+H</source>
        <translation>Ctrl+Shift+H</translation>
    </message>
    <message>
        <source>&amp;Keep all blocks</source>
        <translation>Оставить все &amp;блоки</translation>
    </message>
    <message>
        <source>&amp;Run</source>
        <translation>&amp;Запуск</translation>
    </message>
    <message>
        <source>&amp;Analyse</source>
        <translation>&amp;Анализ</translation>
    </message>
    <message>
        <source>Ctrl+R</source>
        <translation>Ctrl+R</translation>
    </message>
    <message>
        <source>&amp;Find a plan…</source>
        <translation>&amp;Найти план…</translation>
    </message>
    <message>
        <source>&amp;Heal the plan…</source>
        <translation>&amp;Дообучить план…</translation>
    </message>
    <message>
        <source>Ctrl+H</source>
        <translation>Ctrl+H</translation>
    </message>
    <message>
        <source>&amp;Cancel</source>
        <translation>&amp;Отмена</translation>
    </message>
    <message>
        <source>Ctrl+.</source>
        <translation>Ctrl+.</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Вид</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>&amp;Команды…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+P</source>
        <translation>Ctrl+Shift+P</translation>
    </message>
    <message>
        <source>As the &amp;desktop</source>
        <translation>Как в &amp;системе</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>С&amp;ветлое</translation>
    </message>
    <message>
        <source>D&amp;ark</source>
        <translation>&amp;Тёмное</translation>
    </message>
    <message>
        <source>&amp;Nothing</source>
        <translation>&amp;Без имитации</translation>
    </message>
    <message>
        <source>No &amp;red cones (protanopia)</source>
        <translation>Без &amp;красных колбочек (протанопия)</translation>
    </message>
    <message>
        <source>No &amp;green cones (deuteranopia)</source>
        <translation>Без &amp;зелёных колбочек (дейтеранопия)</translation>
    </message>
    <message>
        <source>No &amp;blue cones (tritanopia)</source>
        <translation>Без &amp;синих колбочек (тританопия)</translation>
    </message>
    <message>
        <source>Gre&amp;y print</source>
        <translation>Серая &amp;печать</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>&amp;Справка</translation>
    </message>
    <message>
        <source>&amp;Manual</source>
        <translation>&amp;Руководство</translation>
    </message>
    <message>
        <source>&amp;Shortcuts</source>
        <translation>Горячие &amp;клавиши</translation>
    </message>
    <message>
        <source>Ctrl+?</source>
        <translation>Ctrl+?</translation>
    </message>
    <message>
        <source>&amp;Tour</source>
        <translation>&amp;Знакомство</translation>
    </message>
    <message>
        <source>&amp;About Stratoscope</source>
        <translation>&amp;О программе Stratoscope</translation>
    </message>
    <message>
        <source>About &amp;Qt</source>
        <translation>О &amp;библиотеке Qt</translation>
    </message>
    <message>
        <source>History of the plan</source>
        <translation>История плана</translation>
    </message>
    <message>
        <source>as opened</source>
        <translation>как при открытии</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>План</translation>
    </message>
    <message>
        <source>Answers</source>
        <translation>Ответы</translation>
    </message>
    <message>
        <source>Trains the maps of the plan to follow the unedited model</source>
        <translation>Обучает отображения плана воспроизводить исходную модель</translation>
    </message>
    <message>
        <source>Open a model folder</source>
        <translation>Открыть папку модели</translation>
    </message>
    <message>
        <source>Open texts to analyse</source>
        <translation>Открыть тексты для анализа</translation>
    </message>
    <message>
        <source>Open texts to measure plans on</source>
        <translation>Открыть тексты для измерения планов</translation>
    </message>
    <message>
        <source>Open a run</source>
        <translation>Открыть прогон</translation>
    </message>
    <message>
        <source>Runs (*.strato)</source>
        <translation>Прогоны (*.strato)</translation>
    </message>
    <message>
        <source>Save the run as</source>
        <translation>Сохранить прогон как</translation>
    </message>
    <message>
        <source>%1 – Stratoscope</source>
        <translation>%1 – Stratoscope</translation>
    </message>
    <message>
        <source>Stratoscope</source>
        <translation>Stratoscope</translation>
    </message>
    <message>
        <source>About Stratoscope</source>
        <translation>О программе Stratoscope</translation>
    </message>
    <message>
        <source>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;An explorer of layer geometry in language models. It rests on &lt;i&gt;Your Transformer is Secretly Linear&lt;/i&gt; (Razzhigaev et al., ACL 2024, &lt;a href=&apos;https://arxiv.org/abs/2405.12250&apos;&gt;arXiv 2405.12250&lt;/a&gt;).&lt;/p&gt;&lt;p&gt;Licence: GPL-3.0-or-later.&lt;/p&gt;</source>
        <translation>&lt;h3&gt;Stratoscope %1&lt;/h3&gt;&lt;p&gt;Программа для исследования геометрии слоёв языковых моделей. В основе — статья &lt;i&gt;Your Transformer is Secretly Linear&lt;/i&gt; (Razzhigaev et al., ACL 2024, &lt;a href=&apos;https://arxiv.org/abs/2405.12250&apos;&gt;arXiv 2405.12250&lt;/a&gt;).&lt;/p&gt;&lt;p&gt;Лицензия: GPL-3.0-or-later.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>&amp;Named plans</source>
        <translation>Планы с &amp;именами</translation>
    </message>
    <message>
        <source>&amp;Pin the selected blocks</source>
        <translation>&amp;Закрепить выбранные блоки</translation>
    </message>
    <message>
        <source>Ctrl+B</source>
        <translation>Ctrl+B</translation>
    </message>
    <message>
        <source>Preference&amp;s…</source>
        <translation>&amp;Настройки…</translation>
    </message>
    <message>
        <source>Ctrl+,</source>
        <translation>Ctrl+,</translation>
    </message>
    <message>
        <source>&amp;Log…</source>
        <translation>&amp;Журнал…</translation>
    </message>
    <message>
        <source>Ctrl+L</source>
        <translation>Ctrl+L</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>&amp;Язык</translation>
    </message>
    <message>
        <source>Block</source>
        <translation>Блок</translation>
    </message>
    <message>
        <source>Notes</source>
        <translation>Заметки</translation>
    </message>
    <message>
        <source>&amp;Find words in the prompts…</source>
        <translation>На&amp;йти слова в промптах…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+F</source>
        <translation>Ctrl+Shift+F</translation>
    </message>
    <message>
        <source>&amp;Go on with the run</source>
        <translation>&amp;Продолжить прогон</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>Измерено</translation>
    </message>
    <message>
        <source>&amp;Copy the cut in words of other tools</source>
        <translation>Ско&amp;пировать план на языке других программ</translation>
    </message>
    <message>
        <source>Ctrl+Shift+C</source>
        <translation>Ctrl+Shift+C</translation>
    </message>
    <message>
        <source>&amp;Show</source>
        <translation>&amp;Показать</translation>
    </message>
    <message>
        <source>&amp;Back</source>
        <translation>&amp;Назад</translation>
    </message>
    <message>
        <source>Alt+Left</source>
        <translation>Alt+Left</translation>
    </message>
    <message>
        <source>For&amp;ward</source>
        <translation>&amp;Вперёд</translation>
    </message>
    <message>
        <source>Alt+Right</source>
        <translation>Alt+Right</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>&amp;Крупнее</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>&amp;Мельче</translation>
    </message>
    <message>
        <source>Zoom to &amp;all</source>
        <translation>&amp;Целиком</translation>
    </message>
    <message>
        <source>Ctrl+0</source>
        <translation>Ctrl+0</translation>
    </message>
    <message>
        <source>Si&amp;mulate</source>
        <translation>&amp;Имитация зрения</translation>
    </message>
    <message>
        <source>A&amp;ppearance</source>
        <translation>&amp;Оформление</translation>
    </message>
    <message>
        <source>Tab “%1”</source>
        <translation>Вкладка «%1»</translation>
    </message>
    <message>
        <source>Panel at the left</source>
        <translation>Панель слева</translation>
    </message>
    <message>
        <source>F8</source>
        <translation>F8</translation>
    </message>
    <message>
        <source>Panel at the right</source>
        <translation>Панель справа</translation>
    </message>
    <message>
        <source>F9</source>
        <translation>F9</translation>
    </message>
    <message>
        <source>Full screen</source>
        <translation>Во весь экран</translation>
    </message>
    <message>
        <source>F11</source>
        <translation>F11</translation>
    </message>
    <message>
        <source>Seen like this, marked cells of different values look alike: %1. Choose other colours or another range.</source>
        <translation>Так помеченные ячейки с разными значениями выглядят одинаково: %1. Выберите другие цвета или другой диапазон.</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)</source>
        <translation>Тексты (*.txt *.jsonl *.ndjson *.csv);;Все файлы (*)</translation>
    </message>
    <message>
        <source>Copy the co&amp;mmand that measures the plan</source>
        <translation>Скопировать ко&amp;манду, которая измеряет план</translation>
    </message>
    <message>
        <source>&amp;Train small models…</source>
        <translation>&amp;Обучить маленькие модели…</translation>
    </message>
    <message>
        <source>Ctrl+Shift+T</source>
        <translation>Ctrl+Shift+T</translation>
    </message>
    <message>
        <source>Export a pa&amp;ge of charts…</source>
        <translation>Экспорт &amp;страницы графиков…</translation>
    </message>
    <message>
        <source>Ctrl+Alt+E</source>
        <translation>Ctrl+Alt+E</translation>
    </message>
    <message>
        <source>Measure plans on the &amp;analysed texts</source>
        <translation>Измерять планы на &amp;исследованных текстах</translation>
    </message>
    <message>
        <source>Selected &amp;blocks</source>
        <translation>Выбранные &amp;блоки</translation>
    </message>
    <message>
        <source>&amp;Drop (D)</source>
        <translation>&amp;Удалить (D)</translation>
    </message>
    <message>
        <source>Replace by a &amp;linear map (L)</source>
        <translation>Заменить &amp;линейным отображением (L)</translation>
    </message>
    <message>
        <source>Replace at low &amp;rank (R)</source>
        <translation>Заменить отображением малого &amp;ранга (R)</translation>
    </message>
    <message>
        <source>&amp;Merge into the block before (M)</source>
        <translation>&amp;Слить с предыдущим блоком (M)</translation>
    </message>
    <message>
        <source>&amp;Keep (K)</source>
        <translation>&amp;Оставить (K)</translation>
    </message>
    <message>
        <source>Ctrl+Shift+Z</source>
        <translation>Ctrl+Shift+Z</translation>
    </message>
    <message>
        <source>Ctrl+Y</source>
        <translation>Ctrl+Y</translation>
    </message>
</context>
<context>
    <name>strato::ManualWindow</name>
    <message>
        <source>Manual</source>
        <translation>Руководство</translation>
    </message>
    <message>
        <source>Chapters</source>
        <translation>Главы</translation>
    </message>
    <message>
        <source>:/manual/readme.md</source>
        <extracomment>The file of the manual in this language.</extracomment>
        <translation>:/manual/manual_ru.md</translation>
    </message>
</context>
<context>
    <name>strato::MapChart</name>
    <message>
        <source>%1 of %2</source>
        <translation>%1 из %2</translation>
    </message>
    <message>
        <source>%1 and %2</source>
        <translation>%1 и %2</translation>
    </message>
    <message>
        <source>This chart shows no differences.</source>
        <translation>Этот график не показывает разностей.</translation>
    </message>
    <message>
        <source>%1 has %2 blocks and this model %3: there is no difference cell by cell.</source>
        <translation>У %1 блоков %2, у этой модели %3: разности по ячейкам нет.</translation>
    </message>
    <message>
        <source>%1, minus %2</source>
        <translation>%1, минус %2</translation>
    </message>
    <message>
        <source>difference of %1</source>
        <translation>разность: %1</translation>
    </message>
    <message>
        <source>%1; it is the difference of %2 and %3&apos;s %4</source>
        <translation>%1; это разность %2 и %4 у %3</translation>
    </message>
    <message>
        <source>%1 was measured on other tokens: %2 of %3.</source>
        <translation>%1 измерен на других токенах: %2 из %3.</translation>
    </message>
    <message>
        <source>Hatched cells have no value.</source>
        <translation>У заштрихованных ячеек нет значения.</translation>
    </message>
    <message>
        <source>Plain grey cells can have none.</source>
        <translation>У серых его и не может быть.</translation>
    </message>
    <message>
        <source>Shown is this run less %1; white is no difference.</source>
        <translation>Показан этот прогон минус %1; белое — разности нет.</translation>
    </message>
</context>
<context>
    <name>strato::MapColoring</name>
    <message>
        <source>%1 (≤ %2th pct.)</source>
        <translation>%1 (до %2-го перцентиля)</translation>
    </message>
    <message>
        <source>%1 (colours clipped)</source>
        <translation>%1 (шкала обрезана)</translation>
    </message>
</context>
<context>
    <name>strato::MeasureChoice</name>
    <message>
        <source>What is shown</source>
        <translation>Что показано</translation>
    </message>
</context>
<context>
    <name>strato::MessageBar</name>
    <message>
        <source>Dismiss</source>
        <translation>Скрыть</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>Проблема</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>Готово</translation>
    </message>
</context>
<context>
    <name>strato::NamedPlansMenu</name>
    <message>
        <source>Plan %1</source>
        <translation>План %1</translation>
    </message>
    <message>
        <source>Name the plan</source>
        <translation>Имя плана</translation>
    </message>
    <message>
        <source>Name of %1:</source>
        <translation>Имя для %1:</translation>
    </message>
    <message>
        <source>&amp;Name this plan…</source>
        <translation>&amp;Назвать этот план…</translation>
    </message>
    <message>
        <source>keep all blocks</source>
        <translation>оставить все блоки</translation>
    </message>
    <message>
        <source>&amp;Forget</source>
        <translation>&amp;Забыть</translation>
    </message>
</context>
<context>
    <name>strato::NotesPanel</name>
    <message>
        <source>Notes</source>
        <translation>Заметки</translation>
    </message>
    <message>
        <source>Notes on this run; they stay in its file.</source>
        <translation>Заметки к этому прогону; они хранятся в его файле.</translation>
    </message>
    <message>
        <source>Notes are kept in a run&apos;s file: analyse a model first.</source>
        <translation>Заметки хранятся в файле прогона: сначала проанализируйте модель.</translation>
    </message>
</context>
<context>
    <name>strato::OutcomeTable</name>
    <message>
        <source>unedited</source>
        <translation>исходная</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>изменён.</translation>
    </message>
    <message>
        <source>change</source>
        <translation>разность</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>перплексия</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>потери</translation>
    </message>
    <message>
        <source>  ± s.e.</source>
        <translation>  ± ст. ош.</translation>
    </message>
    <message>
        <source>word perpl.</source>
        <translation>перпл. слова</translation>
    </message>
    <message>
        <source>byte perpl.</source>
        <translation>перпл. байта</translation>
    </message>
    <message>
        <source>bits a byte</source>
        <translation>бит на байт</translation>
    </message>
    <message>
        <source>KL div.</source>
        <translation>див. KL</translation>
    </message>
    <message>
        <source>state error</source>
        <translation>ош. состояния</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>точность</translation>
    </message>
    <message>
        <source>acc. norm.</source>
        <translation>точн. норм.</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>параметры</translation>
    </message>
    <message>
        <source>size</source>
        <translation>размер</translation>
    </message>
    <message>
        <source>prefill tok/s</source>
        <translation>чтение, ток/с</translation>
    </message>
    <message>
        <source>  spread</source>
        <translation>  разброс</translation>
    </message>
    <message>
        <source>decode tok/s</source>
        <translation>письмо, ток/с</translation>
    </message>
    <message>
        <source>exp of the loss</source>
        <translation>exp от потерь</translation>
    </message>
    <message>
        <source>Mean cross-entropy in nats per predicted token; the change is the mean of paired differences</source>
        <translation>Средняя перекрёстная энтропия в натах на предсказанный токен; разность — среднее парных разностей</translation>
    </message>
    <message>
        <source>One standard error of the loss, and of the paired differences</source>
        <translation>Одна станд. ошибка потерь и парных разностей</translation>
    </message>
    <message>
        <source>exp of the nats per word</source>
        <translation>exp от числа нат на слово</translation>
    </message>
    <message>
        <source>exp of the nats per byte</source>
        <translation>exp от числа нат на байт</translation>
    </message>
    <message>
        <source>Of the text as it was</source>
        <translation>Для текста в исходном виде</translation>
    </message>
    <message>
        <source>Mean Kullback-Leibler divergence of the edited predictions from the unedited ones, in nats</source>
        <translation>Средняя дивергенция Кульбака – Лейблера предсказаний изменённой модели от предсказаний исходной, в натах</translation>
    </message>
    <message>
        <source>Share of positions where both models find the same token most likely</source>
        <translation>Доля позиций, где обе модели считают самым вероятным один и тот же токен</translation>
    </message>
    <message>
        <source>Error of the last state, relative to its deviation from its mean</source>
        <translation>Ошибка последнего состояния относительно его отклонения от среднего</translation>
    </message>
    <message>
        <source>Share of questions whose likeliest choice is the right one</source>
        <translation>Доля вопросов, где самый вероятный вариант верен</translation>
    </message>
    <message>
        <source>One standard error, and that of the paired differences</source>
        <translation>Одна станд. ошибка и станд. ошибка парных разностей</translation>
    </message>
    <message>
        <source>The same with the likelihood of a choice a byte of it</source>
        <translation>То же с правдоподобием варианта в расчёте на его байт</translation>
    </message>
    <message>
        <source>Numbers in the weights, tied ones once</source>
        <translation>Сколько чисел в весах; связанные считаются один раз</translation>
    </message>
    <message>
        <source>Of the weights, in the types of the checkpoint</source>
        <translation>Размер весов в типах чекпойнта</translation>
    </message>
    <message>
        <source>Multiply-adds with weights, for one token</source>
        <translation>Умножения-сложения с весами на один токен</translation>
    </message>
    <message>
        <source>Interquartile range over the timed runs</source>
        <translation>Межквартильный размах по замерам</translation>
    </message>
    <message>
        <source>Outcome of the plan</source>
        <translation>Результат плана</translation>
    </message>
    <message>
        <source>healed</source>
        <translation>дообуч.</translation>
    </message>
    <message>
        <source>blocks alone</source>
        <translation>только блоки</translation>
    </message>
    <message>
        <source>Reading a prompt, both models in turn in one run. A change in brackets is no larger than the spread of the timings: it may be noise</source>
        <translation>Чтение запроса, обе модели по очереди в одном прогоне. Изменение в скобках не больше разброса замеров: это может быть шум</translation>
    </message>
    <message>
        <source>Writing token by token with a cache, one sequence. A change in brackets is no larger than the spread of the timings: it may be noise</source>
        <translation>Письмо токен за токеном с кэшем, одна последовательность. Изменение в скобках не больше разброса замеров: это может быть шум</translation>
    </message>
    <message>
        <source>The speed that would be gained if time went with the number of blocks and a map took none; no promise, and no upper bound</source>
        <translation>Выигрыш, если бы время шло по числу блоков, а отображение ничего не стоило; не обещание и не верхняя граница</translation>
    </message>
    <message>
        <source>same top-1</source>
        <translation>топ-1 совпал</translation>
    </message>
    <message>
        <source>mult-adds/tok</source>
        <translation>умн.-слож./ток</translation>
    </message>
</context>
<context>
    <name>strato::PageChart</name>
    <message>
        <source>A page of charts</source>
        <translation>Страница графиков</translation>
    </message>
    <message>
        <source>(%1) %2</source>
        <translation>(%1) %2</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>Choose at least one chart.</source>
        <translation>Выберите хотя бы один график.</translation>
    </message>
</context>
<context>
    <name>strato::PairChart</name>
    <message>
        <source>Relations of all pairs of states are there once all blocks are finished.</source>
        <translation>Связи всех пар состояний появятся, когда будут готовы все блоки.</translation>
    </message>
    <message>
        <source>Relations of all pairs of states were not asked for: set “Pairs of states” at the left and press Run.</source>
        <translation>Связи всех пар состояний не запрошены: задайте слева «Пары» и нажмите «Запустить».</translation>
    </message>
    <message>
        <source>earlier state</source>
        <translation>более раннее состояние</translation>
    </message>
    <message>
        <source>later state</source>
        <translation>более позднее состояние</translation>
    </message>
    <message>
        <source>Layer × layer</source>
        <translation>Слой × слой</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>Share of the later state&apos;s variance that the best linear map of the earlier one explains</source>
        <translation>Доля дисперсии более позднего состояния, которую объясняет лучшее линейное отображение более раннего</translation>
    </message>
    <message>
        <source>CKA</source>
        <translation>CKA</translation>
    </message>
    <message>
        <source>Linear centred kernel alignment: 1 where one state is the other, rotated and scaled</source>
        <translation>Линейное центрированное выравнивание ядер: 1, если одно состояние — другое, повёрнутое и растянутое</translation>
    </message>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>Mean angle between the two states of the last token of each window, over π (arXiv 2403.17887)</source>
        <translation>Средний угол между двумя состояниями последнего токена каждого окна, делённый на π (arXiv 2403.17887)</translation>
    </message>
    <message>
        <source>state %1 does not come before state %2: only later states are predicted from earlier ones</source>
        <translation>состояние %1 не предшествует состоянию %2: только более поздние состояния предсказываются по более ранним</translation>
    </message>
    <message>
        <source>n: the last token of each window</source>
        <translation>n: последний токен каждого окна</translation>
    </message>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>state %1 from state %2, over blocks %3: %4 %5; %6</source>
        <translation>состояние %1 по состоянию %2, блоки %3: %4 %5; %6</translation>
    </message>
    <message>
        <source>How well each later state follows from each earlier one, and so how alike the blocks between leave it. Nothing here says what the output loses.</source>
        <translation>Насколько хорошо каждое более позднее состояние выводится из каждого более раннего, то есть насколько мало его меняют блоки между ними. Потерь на выходе это не показывает.</translation>
    </message>
    <message>
        <source>The other run has no relations of all pairs of states: analyse it with them.</source>
        <translation>В другом прогоне нет связей всех пар состояний: исследуйте его с ними.</translation>
    </message>
</context>
<context>
    <name>strato::PlanHealing</name>
    <message>
        <source>Analyse a model first.</source>
        <translation>Сначала проанализируйте модель.</translation>
    </message>
    <message>
        <source>Wait for the analysis.</source>
        <translation>Дождитесь конца анализа.</translation>
    </message>
    <message>
        <source>A healing is running.</source>
        <translation>Дообучение уже идёт.</translation>
    </message>
    <message>
        <source>Healing trains maps, and this plan has none: make blocks linear, low-rank or merged.</source>
        <translation>Дообучение обучает отображения, а в этом плане их нет: сделайте блоки линейными, малого ранга или слитыми.</translation>
    </message>
    <message>
        <source>Healing</source>
        <translation>Дообучение</translation>
    </message>
</context>
<context>
    <name>strato::PlanPanel</name>
    <message>
        <source>fit maps in sequence</source>
        <translation>подгонять по очереди</translation>
    </message>
    <message>
        <source>healed maps</source>
        <translation>дообученные</translation>
    </message>
    <message>
        <source>with a modelling file of its own</source>
        <translation>с собственным кодом модели</translation>
    </message>
    <message>
        <source>Heal…</source>
        <translation>Дообучить…</translation>
    </message>
    <message>
        <source>Export model…</source>
        <translation>Экспорт модели…</translation>
    </message>
    <message>
        <source>click blocks, or type 3=linear,5-6=drop</source>
        <translation>щёлкайте по блокам или введите 3=linear,5-6=drop</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>План</translation>
    </message>
    <message>
        <source>Keep all</source>
        <translation>Сбросить</translation>
    </message>
    <message>
        <source>Find…</source>
        <translation>Найти…</translation>
    </message>
    <message>
        <source>Search for the plan that changes most layers for the least loss</source>
        <translation>Поиск плана, который меняет больше всего слоёв при наименьших потерях</translation>
    </message>
    <message>
        <source>Protocol of perplexity</source>
        <translation>Протокол перплексии</translation>
    </message>
    <message>
        <source>all tokens</source>
        <translation>все токены</translation>
    </message>
    <message>
        <source>Tokens to measure on</source>
        <translation>На скольких токенах измерять</translation>
    </message>
    <message>
        <source>Plans are measured on at most so many tokens; 0: on all. Perplexity per word or byte needs all.</source>
        <translation>Планы измеряются не более чем на стольких токенах; 0 — на всех. Для перплексии на слово или байт нужны все.</translation>
    </message>
    <message>
        <source>&lt;b&gt;Measured effect&lt;/b&gt;</source>
        <translation>&lt;b&gt;Измеренный эффект&lt;/b&gt;</translation>
    </message>
    <message>
        <source>Fits each map on the states that the edits before it produce, instead of on the unedited ones; takes a pass over the texts for every plan</source>
        <translation>Подгоняет каждое отображение на состояниях, которые получаются после предыдущих правок, а не на исходных; для каждого плана нужен проход по текстам</translation>
    </message>
    <message>
        <source>Measures and exports this plan with the maps that healing trained, which the run keeps; without the tick, with the maps as fitted</source>
        <translation>Измеряет и экспортирует план с дообученными отображениями, которые хранит прогон; без галочки — с подогнанными</translation>
    </message>
    <message>
        <source>Linear maps and halves of blocks have no place in a stock checkpoint. A folder with a small modelling file holds them; the transformers library loads it with trust_remote_code.</source>
        <translation>Линейным отображениям и половинам блоков нет места в стандартном чекпойнте. Их хранит папка с небольшим файлом кода модели; библиотека transformers загружает её с trust_remote_code.</translation>
    </message>
    <message>
        <source>How perplexity is taken: windows-N, lmeval-wikitext, gptq-N or hf-stride-S</source>
        <translation>Как считается перплексия: windows-N, lmeval-wikitext, gptq-N или hf-stride-S</translation>
    </message>
    <message>
        <source>The analysed texts are cut into windows already; a protocol needs texts of its own (File, Open texts to measure plans on)</source>
        <translation>Проанализированные тексты уже разрезаны на окна; протоколу нужны свои тексты (Файл, Открыть тексты для измерения планов)</translation>
    </message>
    <message>
        <source>Trains the maps of the plan to follow the unedited model</source>
        <translation>Обучает отображения плана воспроизводить исходную модель</translation>
    </message>
    <message>
        <source>Not predicted: %1.</source>
        <translation>Не предсказано: %1.</translation>
    </message>
    <message>
        <source>Measured with healed maps: %1, %2 predicted tokens</source>
        <translation>Измерено с дообученными отображениями: %1, предсказанных токенов: %2</translation>
    </message>
    <message>
        <source>Measured: %1, %2 predicted tokens</source>
        <translation>Измерено: %1, предсказанных токенов: %2</translation>
    </message>
    <message>
        <source> of the analysed texts.</source>
        <translation> на проанализированных текстах.</translation>
    </message>
    <message>
        <source> of %1.</source>
        <translation> на текстах %1.</translation>
    </message>
    <message>
        <source>Measured as soon as the analysis is done.</source>
        <translation>Измерение начнётся, как только закончится анализ.</translation>
    </message>
    <message>
        <source>Measured as soon as the search is done.</source>
        <translation>Измерение начнётся, как только закончится поиск.</translation>
    </message>
    <message>
        <source>Measured as soon as the healing is done.</source>
        <translation>Измерение начнётся, как только закончится дообучение.</translation>
    </message>
    <message>
        <source>Measuring: %1 …</source>
        <translation>Измерение: %1 …</translation>
    </message>
    <message>
        <source>Quality is measured; timing the speed …</source>
        <translation>Качество измерено; замеряется скорость …</translation>
    </message>
    <message>
        <source>Not measured.</source>
        <translation>Не измерено.</translation>
    </message>
    <message>
        <source>Shows here once a model is analysed.</source>
        <translation>Появится здесь, когда модель будет проанализирована.</translation>
    </message>
    <message>
        <source>Exporting …</source>
        <translation>Экспорт …</translation>
    </message>
    <message>
        <source>Writes a Hugging Face folder, loads it again and compares.</source>
        <translation>Записывает папку Hugging Face, загружает её заново и сравнивает.</translation>
    </message>
    <message>
        <source>Export the model to a new folder</source>
        <translation>Экспорт модели в новую папку</translation>
    </message>
    <message>
        <source>Folder name:</source>
        <translation>Имя папки:</translation>
    </message>
    <message>
        <source>The model can&apos;t be exported now. %1</source>
        <translation>Сейчас модель не экспортировать. %1</translation>
    </message>
    <message>
        <source>By its scores the model would miss these blocks least (predicted error of the last state): %1. Click one to drop it and measure; &lt;a href=&apos;find&apos;&gt;Find…&lt;/a&gt; measures them all.</source>
        <translation>Судя по оценкам, меньше всего модели нужны эти блоки (предсказанная ошибка последнего состояния): %1. Щелчок по номеру удаляет блок и измеряет эффект; &lt;a href=&apos;find&apos;&gt;Найти…&lt;/a&gt; измерит все.</translation>
    </message>
    <message>
        <source>The plan is empty: drop or replace at least one block.</source>
        <translation>План пуст: удалите или замените хотя бы один блок.</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Скопировано: %1</translation>
    </message>
    <message>
        <source>Measured as soon as the training is done or cancelled.</source>
        <translation>Будет измерено, когда обучение закончится или будет отменено.</translation>
    </message>
</context>
<context>
    <name>strato::PlanSearch</name>
    <message>
        <source>Analyse a model first.</source>
        <translation>Сначала проанализируйте модель.</translation>
    </message>
    <message>
        <source>Wait for the analysis.</source>
        <translation>Дождитесь конца анализа.</translation>
    </message>
    <message>
        <source>The analysis has not all blocks; run it to the end.</source>
        <translation>В анализе есть не все блоки; доведите его до конца.</translation>
    </message>
    <message>
        <source>Searching</source>
        <translation>Поиск</translation>
    </message>
    <message>
        <source>The search that this run file keeps can&apos;t be read and is left out. (%1)</source>
        <translation>Поиск, который хранит этот файл прогона, прочесть нельзя; он пропущен. (%1)</translation>
    </message>
</context>
<context>
    <name>strato::PlansTable</name>
    <message>
        <source>plan</source>
        <translation>план</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>потери</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>веса</translation>
    </message>
    <message>
        <source>The rise over the unedited model on the same tokens, nats per token, with its standard error</source>
        <translation>Прирост над исходной моделью на тех же токенах, нат на токен, со стандартной ошибкой</translation>
    </message>
    <message>
        <source>How many parameters go, of all</source>
        <translation>Сколько параметров уходит, из всех</translation>
    </message>
    <message>
        <source>Plans that were measured</source>
        <translation>Измеренные планы</translation>
    </message>
    <message>
        <source>unedited</source>
        <translation>исходная</translation>
    </message>
    <message>
        <source>PPL</source>
        <translation>перпл.</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Перплексия</translation>
    </message>
    <message>
        <source>prefill</source>
        <translation>чтение</translation>
    </message>
    <message>
        <source>decode</source>
        <translation>письмо</translation>
    </message>
    <message>
        <source>KL</source>
        <translation>KL</translation>
    </message>
    <message>
        <source>How much faster a prompt is read than by the unedited model, timed in turn with it; in brackets where the timings scatter as far</source>
        <translation>Насколько быстрее, чем исходная модель, читается запрос; замеры по очереди; в скобках — если разброс замеров так же велик</translation>
    </message>
    <message>
        <source>How much faster text is written; in brackets where the timings scatter as far</source>
        <translation>Насколько быстрее пишется текст; в скобках — если разброс замеров так же велик</translation>
    </message>
    <message>
        <source>Mean Kullback-Leibler divergence of the edited predictions from the unedited ones, in nats</source>
        <translation>Средняя дивергенция Кульбака — Лейблера предсказаний изменённой модели от исходной, в натах</translation>
    </message>
    <message>
        <source>%1 (healed)</source>
        <translation>%1 (дообучен)</translation>
    </message>
</context>
<context>
    <name>strato::PredictionChart</name>
    <message>
        <source>predicted error of the last state</source>
        <translation>предсказанная ошибка последнего состояния</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>измеренная</translation>
    </message>
    <message>
        <source>Predicted against measured</source>
        <translation>Предсказано и измерено</translation>
    </message>
    <message>
        <source>Every plan that is measured becomes a point here.</source>
        <translation>Каждый измеренный план становится здесь точкой.</translation>
    </message>
    <message>
        <source>%1: predicted %2, measured %3, loss %4</source>
        <translation>%1: предсказано %2, измерено %3, потери %4</translation>
    </message>
    <message>
        <source>The error of the last state that scores foretell of each plan, against the one that was measured: how far scores can be trusted here, not what the loss does.</source>
        <translation>Ошибка последнего состояния, предсказанная оценками для каждого плана, и измеренная: насколько здесь можно верить оценкам, а не что станет с потерями.</translation>
    </message>
</context>
<context>
    <name>strato::PredictionPanel</name>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>Every plan that is measured becomes a point here.</source>
        <translation>Каждый измеренный план становится здесь точкой.</translation>
    </message>
    <message>
        <source> %1 can&apos;t be predicted from the scores of this run.</source>
        <translation> По оценкам этого прогона не предсказать: %1.</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>One plan is measured on these texts. On the line, scores said what happened; above it later blocks amplified errors, below it they mended some.</source>
        <translation>На этих текстах измерен один план. На прямой оценки предсказали верно; выше неё следующие блоки усилили ошибки, ниже — сгладили.</translation>
    </message>
    <message>
        <source>%1 plans are measured on these texts. On the line, scores said what happened; above it later blocks amplified errors, below it they mended some.</source>
        <translation>На этих текстах измерено планов: %1. На прямой оценки предсказали верно; выше неё следующие блоки усилили ошибки, ниже — сгладили.</translation>
    </message>
    <message>
        <source> Healed plans stand in the table only: scores don&apos;t foretell training.</source>
        <translation> Дообученные планы есть только в таблице: оценки не предсказывают обучения.</translation>
    </message>
</context>
<context>
    <name>strato::PredictionTable</name>
    <message>
        <source>predicted</source>
        <translation>предсказано</translation>
    </message>
    <message>
        <source>measured</source>
        <translation>измерено</translation>
    </message>
    <message>
        <source>state error</source>
        <translation>ош. состояния</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>параметры</translation>
    </message>
    <message>
        <source>Predicted effect of the plan</source>
        <translation>Предсказанный эффект плана</translation>
    </message>
    <message>
        <source>A run does not keep the sizes of halves</source>
        <translation>Прогон не хранит размеры половин</translation>
    </message>
    <message>
        <source>Numbers in the weights that go</source>
        <translation>Сколько чисел уходит из весов</translation>
    </message>
    <message>
        <source>How far the last state is off, relative to its deviation from its mean. Later blocks may amplify an error or mend it, which scores leave out: the order of plans is what to read from predictions</source>
        <translation>Насколько сбито последнее состояние относительно его отклонения от среднего. Следующие блоки могут усилить ошибку или сгладить её, чего оценки не учитывают: предсказания говорят прежде всего о порядке планов</translation>
    </message>
    <message>
        <source>From the scores of the run, before anything is measured: errors of edits are taken as independent, and each to keep its share of the stream up to the last state</source>
        <translation>По оценкам прогона, ещё до измерений: ошибки правок считаются независимыми и сохраняющими свою долю в потоке до последнего состояния</translation>
    </message>
</context>
<context>
    <name>strato::PreferencesDialog</name>
    <message>
        <source>Preferences</source>
        <translation>Настройки</translation>
    </message>
    <message>
        <source>Holds for jobs that start from now on. What can&apos;t be had, such as a card that is not there, is said when a job asks for it.</source>
        <translation>Действует для новых заданий. Если чего-то нет, например видеокарты, задание сообщит об этом при запуске.</translation>
    </message>
    <message>
        <source>as the desktop</source>
        <translation>как рабочий стол</translation>
    </message>
    <message>
        <source>light</source>
        <translation>светлое</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>тёмное</translation>
    </message>
    <message>
        <source>Appearance</source>
        <translation>Оформление</translation>
    </message>
    <message>
        <source>a graphics card, if there is one</source>
        <translation>видеокарта, если есть</translation>
    </message>
    <message>
        <source>the processor</source>
        <translation>процессор</translation>
    </message>
    <message>
        <source>the graphics card (CUDA)</source>
        <translation>видеокарта (CUDA)</translation>
    </message>
    <message>
        <source>as it suits model and machine</source>
        <translation>подобрать под модель и машину</translation>
    </message>
    <message>
        <source>one a core</source>
        <translation>по одному на ядро</translation>
    </message>
    <message>
        <source> GiB</source>
        <translation> ГиБ</translation>
    </message>
    <message>
        <source>a quarter of the machine&apos;s</source>
        <translation>четверть памяти машины</translation>
    </message>
    <message>
        <source>What may be kept in memory to save time: states of all depths, weights</source>
        <translation>Что можно держать в памяти ради скорости: состояния всех глубин, веса</translation>
    </message>
    <message>
        <source>Compute on</source>
        <translation>Где считать</translation>
    </message>
    <message>
        <source>Compute in</source>
        <translation>Тип чисел</translation>
    </message>
    <message>
        <source>Threads</source>
        <translation>Потоки</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Память</translation>
    </message>
    <message>
        <source>time every plan</source>
        <translation>замерять у каждого плана</translation>
    </message>
    <message>
        <source>After its quality, reading and writing of each plan are timed, which keeps the machine busy for seconds. Without it only quality and size are measured</source>
        <translation>После качества у каждого плана замеряется скорость чтения и письма, это занимает машину на секунды. Без этого измеряются только качество и размер</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Скорость</translation>
    </message>
</context>
<context>
    <name>strato::ProfileChart</name>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>change</source>
        <translation>изменение</translation>
    </message>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>held out ± s.e.</source>
        <translation>отлож. ± ст. ош.</translation>
    </message>
    <message>
        <source>Linearity profile</source>
        <translation>Профиль линейности</translation>
    </message>
    <message>
        <source>How much of each block the best linear map explains, and how much the block changes the stream: candidates for a cut, not yet what a cut costs.</source>
        <translation>Какую часть каждого блока объясняет лучшее линейное отображение и насколько блок меняет поток: кандидаты на удаление, но ещё не цена удаления.</translation>
    </message>
</context>
<context>
    <name>strato::PromptChart</name>
    <message>
        <source>mean non-linearity</source>
        <translation>средняя нелинейность</translation>
    </message>
    <message>
        <source>block %1, prompt %2 “%3…”</source>
        <translation>блок %1, промпт %2 «%3…»</translation>
    </message>
    <message>
        <source>%1: not measured yet</source>
        <translation>%1: ещё не измерено</translation>
    </message>
    <message>
        <source>The mean over a prompt&apos;s tokens: which texts make a block do work of its own. Short prompts vary by chance: mind the standard error.</source>
        <translation>Среднее по токенам промпта: на каких текстах блок делает собственную работу. У коротких промптов велик случайный разброс: учитывайте стандартную ошибку.</translation>
    </message>
    <message>
        <source>%1: mean non-linearity %2, n %3 tokens</source>
        <translation>%1: средняя нелинейность %2, n %3 токенов</translation>
    </message>
    <message>
        <source>Non-linearity of prompts</source>
        <translation>Нелинейность промптов</translation>
    </message>
    <message>
        <source>prompt</source>
        <translation>промпт</translation>
    </message>
    <message>
        <source>These are the first %1 of %2 documents, as far as the first %3 tokens reach.</source>
        <translation>Здесь первые %1 документов из %2: столько охватывают первые %3 токенов.</translation>
    </message>
</context>
<context>
    <name>strato::PromptChoice</name>
    <message>
        <source>Prompt</source>
        <translation>Промпт</translation>
    </message>
    <message>
        <source>The prompt that the selected token stands in; choose one to go to its first token</source>
        <translation>Промпт, в котором стоит выбранный токен; выберите другой, чтобы перейти к его первому токену</translation>
    </message>
    <message>
        <source>%1: %2…</source>
        <translation>%1: %2…</translation>
    </message>
    <message>
        <source>This view was asked for fewer tokens, which end before this prompt</source>
        <translation>Этому виду задано меньше токенов, и они кончаются до этого промпта</translation>
    </message>
    <message>
        <source>to prompt…</source>
        <translation>к промпту…</translation>
    </message>
</context>
<context>
    <name>strato::ReferenceButton</name>
    <message>
        <source>nothing</source>
        <translation>ничего</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>Из файла…</translation>
    </message>
    <message>
        <source>A run to take away</source>
        <translation>Прогон, который вычесть</translation>
    </message>
    <message>
        <source>Runs (*.strato)</source>
        <translation>Прогоны (*.strato)</translation>
    </message>
    <message>
        <source>Takes the values of another run away from these, cell by cell, in all maps: another model, or another step of a training</source>
        <translation>Вычитает значения другого прогона, ячейка за ячейкой, во всех картах: другой модели или другого шага обучения</translation>
    </message>
    <message>
        <source>Minus</source>
        <translation>Минус</translation>
    </message>
    <message>
        <source>Minus ✓</source>
        <translation>Минус ✓</translation>
    </message>
    <message>
        <source>Minus ⚠</source>
        <translation>Минус ⚠</translation>
    </message>
    <message>
        <source>The values of %1 are taken away from these</source>
        <translation>Из значений вычтены значения %1</translation>
    </message>
</context>
<context>
    <name>strato::RunPanel</name>
    <message>
        <source>Open model…</source>
        <translation>Модель…</translation>
    </message>
    <message>
        <source>Open texts…</source>
        <translation>Тексты…</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>авто</translation>
    </message>
    <message>
        <source>Stop after so many tokens. By itself: ten times the width, at least 16384</source>
        <translation>Остановиться после стольких токенов. Авто: десять ширин модели, но не меньше 16384</translation>
    </message>
    <message>
        <source>Tokens a window; every window is a fresh context. By itself: 512, or the model&apos;s context if that is shorter</source>
        <translation>Токенов в окне; каждое окно — новый контекст. Авто: 512 или контекст модели, если он короче</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Held-out scores with error bars, over so many groups of documents</source>
        <translation>Оценки на отложенных текстах с погрешностью, по стольким группам документов</translation>
    </message>
    <message>
        <source>attention and MLP</source>
        <translation>внимание и MLP</translation>
    </message>
    <message>
        <source>Scores of each half of a block, too; what predictions for halves rest on</source>
        <translation>Оценки и для каждой половины блока; на них основаны предсказания для половин</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>all relations</source>
        <translation>все связи</translation>
    </message>
    <message>
        <source>How every later state relates to every earlier one: linearity, or CKA and angular distance, too. For the views Layers and Spans; holds the states of all depths</source>
        <translation>Как каждое более позднее состояние связано с каждым более ранним: только линейность или ещё CKA и угловое расстояние. Для видов «Слои» и «Отрезки»; хранит состояния всех глубин</translation>
    </message>
    <message>
        <source>The logit lens reads so many tokens through the output matrix at every depth. For the view Lens</source>
        <translation>Столько токенов логит-линза читает через выходную матрицу на каждой глубине. Для вида «Линза»</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> ток.</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Window</source>
        <translation>Окно</translation>
    </message>
    <message>
        <source>Held-out folds</source>
        <translation>Отлож. фолды</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Измерить</translation>
    </message>
    <message>
        <source>Pairs of states</source>
        <translation>Пары</translation>
    </message>
    <message>
        <source>Logit lens</source>
        <translation>Логит-линза</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Запустить</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>An analysis is running</source>
        <translation>Анализ уже идёт</translation>
    </message>
    <message>
        <source>Open a model and texts first</source>
        <translation>Сначала откройте модель и тексты</translation>
    </message>
    <message>
        <source>, %1 tokens/s</source>
        <translation>, токенов/с: %1</translation>
    </message>
    <message>
        <source>Go on with the run</source>
        <translation>Продолжить прогон</translation>
    </message>
    <message>
        <source>Finishes the run that is shown, as it was begun</source>
        <translation>Заканчивает показанный прогон так, как он был начат</translation>
    </message>
    <message>
        <source>a second</source>
        <translation>секунда</translation>
    </message>
    <message>
        <source>Run takes about %1 and %2 of memory</source>
        <translation>Оценка: время %1, память %2</translation>
    </message>
    <message>
        <source>, and %1 on the disk</source>
        <translation>, на диске %1</translation>
    </message>
    <message>
        <source>⚠ %1; this machine has %2</source>
        <translation>⚠ %1; у этой машины %2</translation>
    </message>
    <message>
        <source>For about %1 tokens, in float32 on this processor; a graphics card is faster</source>
        <translation>Примерно для %1 токенов, в float32 на этом процессоре; видеокарта быстрее</translation>
    </message>
</context>
<context>
    <name>strato::SearchChart</name>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>block influence</source>
        <translation>влияние блока</translation>
    </message>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>beam of %1</source>
        <translation>лучевой, ширина %1</translation>
    </message>
    <message>
        <source>%1 layers (%2 %), perplexity %3, loss %4: %5</source>
        <translation>слоёв: %1 (%2 %), перплексия %3, потери %4: %5</translation>
    </message>
    <message>
        <source>random cuts, all</source>
        <translation>случайные наборы, все</translation>
    </message>
    <message>
        <source>random cuts, mean</source>
        <translation>случайные наборы, среднее</translation>
    </message>
    <message>
        <source>unedited</source>
        <translation>исходная модель</translation>
    </message>
    <message>
        <source>tolerance</source>
        <translation>допуск</translation>
    </message>
    <message>
        <source>recommended</source>
        <translation>рекомендуется</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>перплексия</translation>
    </message>
    <message>
        <source>Plans appear here as they are found.</source>
        <translation>Планы появляются здесь по мере того, как находятся.</translation>
    </message>
    <message>
        <source>greedy</source>
        <translation>жадный</translation>
    </message>
    <message>
        <source>blocks changed, %</source>
        <translation>изменено блоков, %</translation>
    </message>
    <message>
        <source>Perplexity against blocks changed</source>
        <translation>Перплексия и доля изменённых блоков</translation>
    </message>
    <message>
        <source>What each strategy&apos;s plan for so many blocks costs in perplexity, beside random cuts of as many: on these texts, not what is lost on others.</source>
        <translation>Сколько перплексии стоит план каждой стратегии для стольких блоков рядом со случайными удалениями стольких же: на этих текстах, а не на других.</translation>
    </message>
</context>
<context>
    <name>strato::SearchDialog</name>
    <message>
        <source>Find a plan</source>
        <translation>Поиск плана</translation>
    </message>
    <message>
        <source>Plans kept at every size</source>
        <translation>Сколько планов каждого размера хранить</translation>
    </message>
    <message>
        <source>Strategies</source>
        <translation>Стратегии</translation>
    </message>
    <message>
        <source>drop</source>
        <translation>удалить</translation>
    </message>
    <message>
        <source>replace by linear maps</source>
        <translation>линейно</translation>
    </message>
    <message>
        <source>merge</source>
        <translation>слить</translation>
    </message>
    <message>
        <source>half of them</source>
        <translation>половины</translation>
    </message>
    <message>
        <source>Change at most so many layers</source>
        <translation>Менять не более стольких слоёв</translation>
    </message>
    <message>
        <source> % of the loss</source>
        <translation> % потерь</translation>
    </message>
    <message>
        <source>The longest plan whose loss rises by no more is recommended, 1.64 standard errors included</source>
        <translation>Рекомендуется самый длинный план, у которого потери растут не больше этого с учётом 1.64 станд. ошибки</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Cuts of each size, drawn at random, to compare with</source>
        <translation>Сколько случайных наборов блоков каждого размера взять для сравнения</translation>
    </message>
    <message>
        <source>all</source>
        <translation>все</translation>
    </message>
    <message>
        <source>Measure on at most so many tokens</source>
        <translation>Измерять не более чем на стольких токенах</translation>
    </message>
    <message>
        <source>Scores and maps were made on these texts; other ones (File, Open texts to measure plans on) give an honest number.</source>
        <translation>Оценки и отображения получены на этих же текстах; честное число дадут другие (Файл, Открыть тексты для измерения планов).</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Действие</translation>
    </message>
    <message>
        <source>At most</source>
        <translation>Не более</translation>
    </message>
    <message>
        <source>Tolerance</source>
        <translation>Допуск</translation>
    </message>
    <message>
        <source>Random cuts</source>
        <translation>Случайные</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Тексты</translation>
    </message>
    <message>
        <source>Tokens</source>
        <translation>Токены</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>the analysed ones</source>
        <translation>те, что в анализе</translation>
    </message>
    <message>
        <source>%1: %2.</source>
        <translation>%1: %2.</translation>
    </message>
    <message>
        <source>Note: %1.</source>
        <translation>Примечание: %1.</translation>
    </message>
    <message>
        <source>Choose at least one strategy.</source>
        <translation>Выберите хотя бы одну стратегию.</translation>
    </message>
    <message>
        <source>Measured: %1, %2 predicted tokens of %3, in %4.</source>
        <translation>Измерено: %1, предсказанных токенов: %2, на %3, за %4.</translation>
    </message>
    <message>
        <source>the analysed texts</source>
        <translation>проанализированных текстах</translation>
    </message>
    <message>
        <source>Stopped; what was found is kept.</source>
        <translation>Остановлено; найденное сохранено.</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>The most linear blocks first (arXiv 2405.12250)</source>
        <translation>Сначала самые линейные блоки (arXiv 2405.12250)</translation>
    </message>
    <message>
        <source>block influence</source>
        <translation>влияние блока</translation>
    </message>
    <message>
        <source>The least Block Influence first (ShortGPT, arXiv 2403.03853)</source>
        <translation>Сначала блоки с наименьшим Block Influence (ShortGPT, arXiv 2403.03853)</translation>
    </message>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>The span that turns the stream least (arXiv 2403.17887)</source>
        <translation>Отрезок, который меньше всего поворачивает поток (arXiv 2403.17887)</translation>
    </message>
    <message>
        <source>greedy</source>
        <translation>жадный</translation>
    </message>
    <message>
        <source>The block that costs least, measured, again and again</source>
        <translation>Раз за разом блок, который по измерению обходится дешевле всего</translation>
    </message>
    <message>
        <source>beam of</source>
        <translation>лучевой, ширина</translation>
    </message>
    <message>
        <source>Greedy with so many plans kept at every size</source>
        <translation>Жадный поиск, хранящий столько планов каждого размера</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>Take this plan</source>
        <translation>Применить этот план</translation>
    </message>
    <message>
        <source>The plan of the selected row, or the longest that is recommended, becomes the window&apos;s</source>
        <translation>План выбранной строки или самый длинный из советуемых становится планом окна</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Закрыть</translation>
    </message>
    <message>
        <source>Point at a plan to read it; a click on its point takes it, as a double click on its row does.</source>
        <translation>Наведите указатель на точку, чтобы увидеть план; щелчок по точке берёт его, как и двойной щелчок по строке.</translation>
    </message>
</context>
<context>
    <name>strato::SearchTable</name>
    <message>
        <source>strategy</source>
        <translation>стратегия</translation>
    </message>
    <message>
        <source>layers</source>
        <translation>слои</translation>
    </message>
    <message>
        <source>share</source>
        <translation>доля</translation>
    </message>
    <message>
        <source>perplexity</source>
        <translation>перплексия</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>потери</translation>
    </message>
    <message>
        <source>rise</source>
        <translation>рост</translation>
    </message>
    <message>
        <source>± s.e.</source>
        <translation>± ст. ош.</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>план</translation>
    </message>
    <message>
        <source>Of the loss, nats per token, over the unedited model on the same tokens</source>
        <translation>Рост потерь, нат на токен, по сравнению с исходной моделью на тех же токенах</translation>
    </message>
    <message>
        <source>Standard error of the paired differences</source>
        <translation>Станд. ошибка парных разностей</translation>
    </message>
    <message>
        <source>Plans that the search found</source>
        <translation>Планы, найденные поиском</translation>
    </message>
</context>
<context>
    <name>strato::SelectionPanel</name>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>· adjusted</source>
        <translation>· с поправкой</translation>
    </message>
    <message>
        <source>· held out</source>
        <translation>· на отложенных</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>block influence</source>
        <translation>влияние блока</translation>
    </message>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>contribution ratio</source>
        <translation>отношение вклада</translation>
    </message>
    <message>
        <source>mergeable R²</source>
        <translation>R² слияния</translation>
    </message>
    <message>
        <source>input norm</source>
        <translation>норма входа</translation>
    </message>
    <message>
        <source>input anisotropy</source>
        <translation>анизотр. входа</translation>
    </message>
    <message>
        <source>effective rank</source>
        <translation>эффективный ранг</translation>
    </message>
    <message>
        <source>intrinsic dimension</source>
        <translation>внутр. размерность</translation>
    </message>
    <message>
        <source>Pin</source>
        <translation>Закрепить</translation>
    </message>
    <message>
        <source>Keeps these numbers beside those of what is selected next; a dashed frame marks the block in every view</source>
        <translation>Оставляет эти числа рядом с числами того, что будет выбрано дальше; пунктирная рамка отмечает блок во всех видах</translation>
    </message>
    <message>
        <source>Numbers of the selected and of the pinned block</source>
        <translation>Числа выбранного и закреплённого блоков</translation>
    </message>
    <message>
        <source>block %1</source>
        <translation>блок %1</translation>
    </message>
    <message>
        <source>selected</source>
        <translation>выбран</translation>
    </message>
    <message>
        <source>pinned: %1</source>
        <translation>закр.: %1</translation>
    </message>
    <message>
        <source>pinned</source>
        <translation>закр.</translation>
    </message>
    <message>
        <source>change</source>
        <translation>разность</translation>
    </message>
    <message>
        <source>Unpin</source>
        <translation>Открепить</translation>
    </message>
    <message>
        <source>Shows here once a model is analysed.</source>
        <translation>Появится, когда модель будет проанализирована.</translation>
    </message>
    <message>
        <source>Select a block in any view.</source>
        <translation>Выберите блок в любом виде.</translation>
    </message>
    <message>
        <source>prompt non-linearity</source>
        <translation>нелин. промпта</translation>
    </message>
    <message>
        <source>token non-linearity</source>
        <translation>нелин. токена</translation>
    </message>
    <message>
        <source>%1 “%2…” (%3 tokens)</source>
        <translation>%1 «%2…» (токенов: %3)</translation>
    </message>
    <message>
        <source>Prompt %1</source>
        <translation>Промпт %1</translation>
    </message>
    <message>
        <source>Pinned: prompt %1</source>
        <translation>Закреплён промпт %1</translation>
    </message>
    <message>
        <source>Share of the variance of the block&apos;s output that the best linear map of its input explains (arXiv 2405.12250). Says nothing of what the output is needed for</source>
        <translation>Доля дисперсии выхода блока, которую объясняет лучшее линейное отображение его входа (arXiv 2405.12250). Не говорит, для чего выход нужен</translation>
    </message>
    <message>
        <source>The same, less what so many tokens would explain by chance in so many dimensions</source>
        <translation>То же за вычетом того, что столько токенов объяснили бы случайно в стольких измерениях</translation>
    </message>
    <message>
        <source>The same on documents that the map was not fitted on</source>
        <translation>То же на документах, по которым отображение не подбирали</translation>
    </message>
    <message>
        <source>Linearity of what the block adds to the residual stream: low where the block does work of its own</source>
        <translation>Линейность того, что блок добавляет в остаточный поток: низкая там, где блок делает свою работу</translation>
    </message>
    <message>
        <source>1 minus the mean cosine between the block&apos;s input and output (ShortGPT, arXiv 2403.03853). Low: the block turns the stream little</source>
        <translation>1 минус средний косинус между входом и выходом блока (ShortGPT, arXiv 2403.03853). Низкое: блок мало поворачивает поток</translation>
    </message>
    <message>
        <source>Mean angle between input and output of the last token of each window, over π (arXiv 2403.17887)</source>
        <translation>Средний угол между входом и выходом последнего токена каждого окна, делённый на π (arXiv 2403.17887)</translation>
    </message>
    <message>
        <source>Mean of the norm of what the block adds over the norm of what enters it</source>
        <translation>Среднее отношение нормы того, что блок добавляет, к норме того, что в него входит</translation>
    </message>
    <message>
        <source>How well a linear map of the block before&apos;s last product gives what this block adds: what merging keeps</source>
        <translation>Насколько линейное отображение последнего произведения предыдущего блока даёт то, что добавляет этот: что сохранит слияние</translation>
    </message>
    <message>
        <source>Mean norm of the states that enter the block</source>
        <translation>Средняя норма состояний, входящих в блок</translation>
    </message>
    <message>
        <source>Share of the variance of these states in their first direction: near 1 they lie along one line, and scores say less</source>
        <translation>Доля дисперсии этих состояний в их первом направлении: около 1 они лежат на одной прямой, и оценки говорят меньше</translation>
    </message>
    <message>
        <source>exp of the entropy of the shares of variance: how many directions these states fill</source>
        <translation>Экспонента энтропии долей дисперсии: сколько направлений заполняют эти состояния</translation>
    </message>
    <message>
        <source>From the distances to the two nearest neighbours (TwoNN): how many numbers tell these states apart</source>
        <translation>По расстояниям до двух ближайших соседей (TwoNN): сколькими числами различаются эти состояния</translation>
    </message>
    <message>
        <source>Mean over the prompt&apos;s tokens of how far the block&apos;s best linear map is off</source>
        <translation>Среднее по токенам промпта: насколько ошибается лучшее линейное отображение блока</translation>
    </message>
    <message>
        <source>How far the block&apos;s best linear map is off for the selected token, relative to the mean</source>
        <translation>Насколько лучшее линейное отображение блока ошибается на выбранном токене, относительно среднего</translation>
    </message>
    <message>
        <source>%1 tokens, %2 document; for a span, the values of its last block.</source>
        <translation>Токенов: %1, документов: %2; для отрезка — значения его последнего блока.</translation>
    </message>
    <message>
        <source>%1 tokens, %2 documents; for a span, the values of its last block.</source>
        <translation>Токенов: %1, документов: %2; для отрезка — значения его последнего блока.</translation>
    </message>
</context>
<context>
    <name>strato::Session</name>
    <message>
        <source>&apos;%1&apos; does not exist; open a model folder, a run file (*.strato) or a text</source>
        <translation>«%1» не существует; откройте папку модели, файл прогона (*.strato) или текст</translation>
    </message>
    <message>
        <source>This model can&apos;t be run: %1</source>
        <translation>Эту модель нельзя запустить: %1</translation>
    </message>
    <message>
        <source>The run is shown, but its plans can&apos;t be measured: %1</source>
        <translation>Прогон показан, но его планы нельзя измерить: %1</translation>
    </message>
    <message>
        <source>Analysing</source>
        <translation>Анализ</translation>
    </message>
    <message>
        <source>Stopped. The %1 finished blocks are kept.</source>
        <translation>Остановлено. Готовые блоки сохранены: %1.</translation>
    </message>
    <message>
        <source>The run can&apos;t be saved as %1: %2</source>
        <translation>Прогон не удалось сохранить как %1: %2</translation>
    </message>
    <message>
        <source>What plans were measured on is gone, so it is left out: %1</source>
        <translation>То, на чём измерялись планы, исчезло и потому не учитывается: %1</translation>
    </message>
    <message>
        <source>A block is merged into the block before it, and block 0 has none.</source>
        <translation>Блок сливается с предыдущим, а у блока 0 предыдущего нет.</translation>
    </message>
    <message>
        <source>A %1 checkpoint can&apos;t hold a merged map: a norm lies between a block&apos;s output and the residual stream, or the model is a part of a larger one.</source>
        <translation>Чекпойнт %1 не может хранить слитое отображение: между выходом блока и остаточным потоком стоит нормировка или модель — часть большей.</translation>
    </message>
    <message>
        <source>Analyse a model first.</source>
        <translation>Сначала проанализируйте модель.</translation>
    </message>
    <message>
        <source>Exporting</source>
        <translation>Экспорт</translation>
    </message>
    <message>
        <source>Exported to %1: %2 of %3 blocks, %4. Loaded again from disk; over %5 tokens its logits differ from the plan&apos;s by at most %6.</source>
        <translation>Экспортировано в %1: блоков %2 из %3, %4. Загружено с диска заново; логиты отличаются от логитов плана не более чем на %6 (сравнено токенов: %5).</translation>
    </message>
    <message>
        <source>The export was stopped; nothing was written.</source>
        <translation>Экспорт остановлен; ничего не записано.</translation>
    </message>
    <message>
        <source>A part of what this run file keeps of its window can&apos;t be read and is left out; the next choice writes it anew. (%1)</source>
        <translation>Часть того, что файл прогона хранит об окне, не читается и пропущена; следующий выбор запишет её заново. (%1)</translation>
    </message>
    <message>
        <source>Stopped before a block was finished: there is nothing to show yet.</source>
        <translation>Остановлено до того, как закончен хотя бы один блок: показать пока нечего.</translation>
    </message>
    <message>
        <source>The plan is empty: drop or replace at least one block.</source>
        <translation>План пуст: удалите или замените хотя бы один блок.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; says of no run that it was drawn from; open a run file (*.strato) instead</source>
        <translation>В «%1» не сказано, по какому прогону он нарисован; откройте файл прогона (*.strato)</translation>
    </message>
    <message>
        <source>&apos;%1&apos; was drawn from %2, which is neither beside it nor among the recent runs; open that run</source>
        <translation>«%1» нарисован по %2, которого нет ни рядом, ни среди недавних прогонов; откройте тот прогон</translation>
    </message>
    <message>
        <source>The run of %1 is kept with its plans: File, Open recent shows it again.</source>
        <translation>Прогон модели %1 сохранён вместе с планами: «Файл», «Открыть недавнее» покажет его снова.</translation>
    </message>
    <message>
        <source>This run is of other texts than the figure: it has only its name.</source>
        <translation>Этот прогон по другим текстам, чем рисунок: общее у них только имя.</translation>
    </message>
    <message>
        <source>Saved, and gone on with: %1</source>
        <translation>Сохранено, работа идёт дальше с: %1</translation>
    </message>
    <message>
        <source>predicted error %1</source>
        <translation>предсказанная ошибка %1</translation>
    </message>
    <message>
        <source>+%1 weights</source>
        <translation>+%1 весов</translation>
    </message>
    <message>
        <source>name “%1”</source>
        <translation>назвать «%1»</translation>
    </message>
    <message>
        <source>forget “%1”</source>
        <translation>забыть «%1»</translation>
    </message>
    <message>
        <source>This version has no figure “%1”; its run is shown as it was left.</source>
        <translation>В этой версии нет рисунка «%1»; его прогон показан таким, каким его оставили.</translation>
    </message>
    <message>
        <source>A copy as it is now is saved: %1</source>
        <translation>Сохранена копия в нынешнем виде: %1</translation>
    </message>
    <message>
        <source>Reading runs</source>
        <translation>Чтение прогонов</translation>
    </message>
    <message>
        <source>The run %1, whose values this figure took away, is neither beside it nor among the recent runs: they are not taken away.</source>
        <translation>Прогона %1, значения которого вычтены на этом рисунке, нет ни рядом, ни среди недавних: они не вычтены.</translation>
    </message>
    <message>
        <source>&apos;%1&apos; is of trainings, which no run keeps: Run, Train small models shows them in their folder.</source>
        <translation>«%1» — об обучениях, которых не хранит ни один прогон: их показывает «Запуск», «Обучить маленькие модели» в их папке.</translation>
    </message>
    <message>
        <source>The run whose values were taken away can&apos;t be read, so they are not: %1</source>
        <translation>Прогон, значения которого вычитались, не читается, поэтому они не вычтены: %1</translation>
    </message>
    <message>
        <source>Opening %1</source>
        <translation>Открытие: %1</translation>
    </message>
    <message>
        <source>Measuring the unedited model</source>
        <translation>Измерение исходной модели</translation>
    </message>
    <message>
        <source>Measuring %1</source>
        <translation>Измерение: %1</translation>
    </message>
    <message>
        <source>-%1 weights</source>
        <translation>-%1 весов</translation>
    </message>
</context>
<context>
    <name>strato::ShortcutList</name>
    <message>
        <source>Shortcuts</source>
        <translation>Горячие клавиши</translation>
    </message>
    <message>
        <source>What</source>
        <translation>Действие</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Клавиши</translation>
    </message>
    <message>
        <source>Blocks › Select a block</source>
        <translation>Блоки › Выбрать блок</translation>
    </message>
    <message>
        <source>Left, Right, Home, End</source>
        <translation>Влево, Вправо, Home, End</translation>
    </message>
    <message>
        <source>Blocks › Extend the selection</source>
        <translation>Блоки › Расширить выделение</translation>
    </message>
    <message>
        <source>Shift with these, Shift and click, drag</source>
        <translation>Они же с Shift, Shift и щелчок, протягивание</translation>
    </message>
    <message>
        <source>Blocks › Drop</source>
        <translation>Блоки › Удалить</translation>
    </message>
    <message>
        <source>D</source>
        <translation>D</translation>
    </message>
    <message>
        <source>Blocks › Replace by a linear map</source>
        <translation>Блоки › Заменить линейным отображением</translation>
    </message>
    <message>
        <source>L</source>
        <translation>L</translation>
    </message>
    <message>
        <source>Blocks › Replace by a map of low rank</source>
        <translation>Блоки › Заменить отображением малого ранга</translation>
    </message>
    <message>
        <source>R</source>
        <translation>R</translation>
    </message>
    <message>
        <source>Blocks › Merge into the block before</source>
        <translation>Блоки › Слить с предыдущим блоком</translation>
    </message>
    <message>
        <source>M</source>
        <translation>M</translation>
    </message>
    <message>
        <source>Blocks › Keep</source>
        <translation>Блоки › Оставить</translation>
    </message>
    <message>
        <source>K</source>
        <translation>K</translation>
    </message>
    <message>
        <source>Blocks › Do what a click does</source>
        <translation>Блоки › Сделать то же, что щелчок</translation>
    </message>
    <message>
        <source>Space, Return</source>
        <translation>Пробел, Enter</translation>
    </message>
    <message>
        <source>Blocks › Everything that can be done</source>
        <translation>Блоки › Всё, что можно сделать</translation>
    </message>
    <message>
        <source>Right button</source>
        <translation>Правая кнопка</translation>
    </message>
    <message>
        <source>Tables › Copy as tab-separated text</source>
        <translation>Таблицы › Копировать как текст с табуляцией</translation>
    </message>
    <message>
        <source>Ctrl+C</source>
        <translation>Ctrl+C</translation>
    </message>
    <message>
        <source>Tables › Copy for Markdown or LaTeX</source>
        <translation>Таблицы › Копировать для Markdown или LaTeX</translation>
    </message>
    <message>
        <source>Blocks › Select nothing</source>
        <translation>Блоки › Снять выбор</translation>
    </message>
    <message>
        <source>Esc</source>
        <translation>Esc</translation>
    </message>
    <message>
        <source>Maps › Walk over the cells</source>
        <translation>Карты › Ходить по ячейкам</translation>
    </message>
    <message>
        <source>Arrows, Home, End, PageUp, PageDown</source>
        <translation>Стрелки, Home, End, PageUp, PageDown</translation>
    </message>
    <message>
        <source>Maps › Zoom, move</source>
        <translation>Карты › Масштаб, сдвиг</translation>
    </message>
    <message>
        <source>Wheel, drag; +, −</source>
        <translation>Колесо, протягивание; +, −</translation>
    </message>
    <message>
        <source>Maps › Show all</source>
        <translation>Карты › Показать всё</translation>
    </message>
    <message>
        <source>Charts › Copy what is read out</source>
        <translation>Графики › Скопировать прочитанное</translation>
    </message>
    <message>
        <source>Double-click keys to change them. Backspace leaves a command without.</source>
        <translation>Дважды щёлкните сочетание, чтобы изменить его; Backspace убирает его.</translation>
    </message>
    <message>
        <source>%1 is taken by “%2”.</source>
        <translation>%1 занято командой «%2».</translation>
    </message>
    <message>
        <source>0, double click</source>
        <translation>0, двойной щелчок</translation>
    </message>
    <message>
        <source>%1 is for charts and tables; add Ctrl or Alt.</source>
        <translation>%1 — для графиков и таблиц; добавьте Ctrl или Alt.</translation>
    </message>
</context>
<context>
    <name>strato::SpanChart</name>
    <message>
        <source>first block of the span</source>
        <translation>первый блок отрезка</translation>
    </message>
    <message>
        <source>blocks cut</source>
        <translation>удалено блоков</translation>
    </message>
    <message>
        <source>Start × length</source>
        <translation>Начало × длина</translation>
    </message>
    <message>
        <source>dropped: angular distance</source>
        <translation>удалить: угловое расстояние</translation>
    </message>
    <message>
        <source>Mean angle between what enters and what leaves the span, of the last token of each window, over π (arXiv 2403.17887)</source>
        <translation>Средний угол между входом и выходом отрезка для последнего токена каждого окна, делённый на π (arXiv 2403.17887)</translation>
    </message>
    <message>
        <source>one map: unexplained variance</source>
        <translation>линейно: необъясн. дисперсия</translation>
    </message>
    <message>
        <source>What is left of the variance of the span&apos;s output after the best linear map of its input</source>
        <translation>Что остаётся от дисперсии выхода отрезка после лучшего линейного отображения его входа</translation>
    </message>
    <message>
        <source>angular distance</source>
        <translation>угловое расстояние</translation>
    </message>
    <message>
        <source>unexplained variance</source>
        <translation>необъяснённая дисперсия</translation>
    </message>
    <message>
        <source>%1 blocks from block %2 on: the model ends before</source>
        <translation>блоков: %1, начиная с блока %2: модель кончается раньше</translation>
    </message>
    <message>
        <source>n: the last token of each window</source>
        <translation>n: последний токен каждого окна</translation>
    </message>
    <message>
        <source>n %1</source>
        <translation>n %1</translation>
    </message>
    <message>
        <source>the cheapest of %1</source>
        <translation>самый дешёвый длины %1</translation>
    </message>
    <message>
        <source>the cheapest of %1 begins at %2 with %3</source>
        <translation>самый дешёвый длины %1 начинается с %2: %3</translation>
    </message>
    <message>
        <source>blocks %1: %2 %3, %4; %5</source>
        <translation>блоки %1: %2 %3, %4; %5</translation>
    </message>
    <message>
        <source>How much farther the stream moves over a span than in the other run. It predicts a loss, it doesn&apos;t measure it.</source>
        <translation>Насколько дальше сдвигается поток на отрезке, чем в другом прогоне. Это предсказание потерь, а не их измерение.</translation>
    </message>
    <message>
        <source>blocks %1: %2 %3; %4</source>
        <translation>блоки %1: %2 %3; %4</translation>
    </message>
    <message>
        <source>How far the stream moves over a span, and so what cutting it takes away; dots mark the cheapest span of each length, small ones those that its error can&apos;t tell from it. It predicts the loss, it doesn&apos;t measure it.</source>
        <translation>Насколько сдвигается поток на отрезке и, значит, что пропадёт, если его удалить; точки отмечают самый дешёвый отрезок каждой длины, маленькие — те, что неотличимы от него в пределах погрешности. Это предсказание потерь, а не их измерение.</translation>
    </message>
    <message>
        <source>, from which its error can&apos;t tell it</source>
        <translation>, неотличимо в пределах погрешности</translation>
    </message>
</context>
<context>
    <name>strato::SpectraChart</name>
    <message>
        <source>state</source>
        <translation>состояние</translation>
    </message>
    <message>
        <source>direction</source>
        <translation>направление</translation>
    </message>
    <message>
        <source>share of variance</source>
        <translation>доля дисперсии</translation>
    </message>
    <message>
        <source>dimensions</source>
        <translation>размерности</translation>
    </message>
    <message>
        <source>Spectra and dimensions</source>
        <translation>Спектры и размерности</translation>
    </message>
    <message>
        <source>How the variance of each state spreads over its principal directions, and how many dimensions that amounts to: the room that states fill, not what is kept in it.</source>
        <translation>Как дисперсия каждого состояния распределена по его главным направлениям и скольким размерностям это равносильно: место, которое занимают состояния, а не то, что в нём хранится.</translation>
    </message>
    <message>
        <source>Spectra of the states were not measured in this run: analyse the model again (on the command line, with “states” among --measures).</source>
        <translation>Спектры состояний в этом прогоне не измерены: проанализируйте модель заново (в командной строке — со «states» в --measures).</translation>
    </message>
    <message>
        <source>state %1 is not measured yet</source>
        <translation>состояние %1 ещё не измерено</translation>
    </message>
    <message>
        <source>state %1: %2</source>
        <translation>состояние %1: %2</translation>
    </message>
    <message>
        <source>into block %1, %2; out of it, %3; n %4</source>
        <translation>вход блока %1 — %2; выход — %3; n %4</translation>
    </message>
    <message>
        <source>state %1, direction %2 of %3: %4 of the variance; n %5</source>
        <translation>состояние %1, направление %2 из %3: %4 дисперсии; n %5</translation>
    </message>
    <message>
        <source>effective rank</source>
        <translation>эффективный ранг</translation>
    </message>
    <message>
        <source>participation ratio</source>
        <translation>коэффициент участия</translation>
    </message>
    <message>
        <source>intrinsic dimension</source>
        <translation>внутренняя размерность</translation>
    </message>
    <message>
        <source>state; block n stands between states n and n + 1</source>
        <translation>состояние; блок n стоит между состояниями n и n + 1</translation>
    </message>
</context>
<context>
    <name>strato::StripChart</name>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>Blocks by %1</source>
        <translation>Блоки: %1</translation>
    </message>
</context>
<context>
    <name>strato::SummaryPanel</name>
    <message>
        <source>&lt;b&gt;No model is open&lt;/b&gt;</source>
        <translation>&lt;b&gt;Модель не открыта&lt;/b&gt;</translation>
    </message>
    <message>
        <source>family</source>
        <translation>семейство</translation>
    </message>
    <message>
        <source>blocks</source>
        <translation>блоки</translation>
    </message>
    <message>
        <source>%1 of width %2</source>
        <translation>%1, ширина %2</translation>
    </message>
    <message>
        <source>heads</source>
        <translation>головы</translation>
    </message>
    <message>
        <source>%1, %2 of keys and values</source>
        <translation>%1 (KV: %2)</translation>
    </message>
    <message>
        <source>vocabulary</source>
        <translation>словарь</translation>
    </message>
    <message>
        <source>context</source>
        <translation>контекст</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 ток.</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>параметры</translation>
    </message>
    <message>
        <source>weights</source>
        <translation>веса</translation>
    </message>
    <message>
        <source>tokeniser</source>
        <translation>токенизатор</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>&lt;p&gt;&lt;b&gt;It can&apos;t be run:&lt;/b&gt; %1&lt;/p&gt;</source>
        <translation>&lt;p&gt;&lt;b&gt;Запустить нельзя:&lt;/b&gt; %1&lt;/p&gt;</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>и ещё %1</translation>
    </message>
    <message>
        <source>&lt;b&gt;Texts:&lt;/b&gt; none yet</source>
        <translation>&lt;b&gt;Тексты:&lt;/b&gt; пока нет</translation>
    </message>
    <message>
        <source>&lt;b&gt;Texts:&lt;/b&gt; %1</source>
        <translation>&lt;b&gt;Тексты:&lt;/b&gt; %1</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>токены</translation>
    </message>
    <message>
        <source>%1 of %2 document</source>
        <translation>%1, документов: %2</translation>
    </message>
    <message>
        <source>%1 of %2 documents</source>
        <translation>%1, документов: %2</translation>
    </message>
    <message>
        <source>windows</source>
        <translation>окна</translation>
    </message>
    <message>
        <source>computed in</source>
        <translation>вычислено в</translation>
    </message>
    <message>
        <source>finished</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>%1 of %2 blocks</source>
        <translation>блоков: %1 из %2</translation>
    </message>
    <message>
        <source>took</source>
        <translation>заняло</translation>
    </message>
    <message>
        <source>&lt;b&gt;Mind that&lt;/b&gt;</source>
        <translation>&lt;b&gt;Учтите&lt;/b&gt;</translation>
    </message>
    <message>
        <source>%1 texts</source>
        <translation>текстов: %1</translation>
    </message>
    <message>
        <source>shown is</source>
        <translation>показаны</translation>
    </message>
</context>
<context>
    <name>strato::TableCopies</name>
    <message>
        <source>Copy %1 rows</source>
        <translation>Копировать строк: %1</translation>
    </message>
    <message>
        <source>Copy all rows</source>
        <translation>Копировать все строки</translation>
    </message>
    <message>
        <source>As tab separated text</source>
        <translation>Как текст с табуляцией</translation>
    </message>
    <message>
        <source>As a Markdown table</source>
        <translation>Как таблицу Markdown</translation>
    </message>
    <message>
        <source>As a LaTeX table</source>
        <translation>Как таблицу LaTeX</translation>
    </message>
</context>
<context>
    <name>strato::TokenMap</name>
    <message>
        <source>token</source>
        <translation>токен</translation>
    </message>
    <message>
        <source>token %1 “%2” (id %3, position %4 of window %5, document %6)</source>
        <translation>токен %1 «%2» (id %3, позиция %4 в окне %5, документ %6)</translation>
    </message>
    <message>
        <source>These are the first %1 of %2 tokens.</source>
        <translation>Здесь первые %1 токенов из %2.</translation>
    </message>
</context>
<context>
    <name>strato::Tour</name>
    <message>
        <source>Do it for me</source>
        <translation>Сделать за меня</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>Назад</translation>
    </message>
    <message>
        <source>Close the tour</source>
        <translation>Закрыть знакомство</translation>
    </message>
    <message>
        <source>Close the tour (Esc)</source>
        <translation>Закрыть знакомство (Esc)</translation>
    </message>
    <message>
        <source>step %1 of %2</source>
        <translation>шаг %1 из %2</translation>
    </message>
    <message>
        <source>Finish</source>
        <translation>Готово</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>Дальше</translation>
    </message>
    <message>
        <source>Tour: %1</source>
        <translation>Знакомство: %1</translation>
    </message>
    <message>
        <source>Welcome</source>
        <translation>Добро пожаловать</translation>
    </message>
    <message>
        <source>Stratoscope shows how linear every block of a language model is, and what becomes of the model when blocks are cut.</source>
        <translation>Stratoscope показывает, насколько линеен каждый блок языковой модели и что становится с моделью, когда блоки убирают.</translation>
    </message>
    <message>
        <source>The tour needs a model that can run: open one, or have the bundled demo opened.</source>
        <translation>Для знакомства нужна модель, которую можно запустить: откройте свою или дайте открыть встроенную демомодель.</translation>
    </message>
    <message>
        <source>The analysis</source>
        <translation>Анализ</translation>
    </message>
    <message>
        <source>Run measures the model on the texts, and the profile fills block by block. Cancel stops it and keeps the finished blocks.</source>
        <translation>«Запустить» измеряет модель на текстах, и профиль заполняется блок за блоком. «Отмена» останавливает анализ и сохраняет готовые блоки.</translation>
    </message>
    <message>
        <source>The tour goes on when every block is measured.</source>
        <translation>Знакомство продолжится, когда будут измерены все блоки.</translation>
    </message>
    <message>
        <source>Reading the profile</source>
        <translation>Как читать профиль</translation>
    </message>
    <message>
        <source>The solid curve of linearity is near 1 where a linear map does almost all that a block does; the dashed one leaves out the residual stream, so it tells of what the block adds. Point at a block, and its numbers appear at the bottom of the window.</source>
        <translation>Сплошная кривая линейности близка к 1 там, где линейное отображение делает почти всё, что делает блок; штриховая не учитывает остаточный поток, то есть говорит о том, что блок добавляет. Наведите указатель на блок, и его числа появятся внизу окна.</translation>
    </message>
    <message>
        <source>Views, numbers, figures</source>
        <translation>Виды, числа, рисунки</translation>
    </message>
    <message>
        <source>Every tab shows the run in another way: tokens, layers, spans and more. Table shows the numbers of a view, and Export… writes it as PDF, SVG, PNG or CSV.</source>
        <translation>Каждая вкладка показывает прогон по-своему: токены, слои, отрезки и другое. «Таблица» показывает числа вида, а «Экспорт…» записывает его в PDF, SVG, PNG или CSV.</translation>
    </message>
    <message>
        <source>Your first cut</source>
        <translation>Первая правка</translation>
    </message>
    <message>
        <source>Click a block in the strip or in the profile to cut it, for example block %1, which changes the stream least. What the scores predict appears on the right at once.</source>
        <translation>Щёлкните блок на полосе или в профиле, чтобы убрать его, например блок %1, который меньше всех меняет поток. Что предсказывают оценки, сразу видно справа.</translation>
    </message>
    <message>
        <source>Click a block in the strip or in the profile to cut it. What the scores predict appears on the right at once.</source>
        <translation>Щёлкните блок на полосе или в профиле, чтобы убрать его. Что предсказывают оценки, сразу видно справа.</translation>
    </message>
    <message>
        <source>The measured effect</source>
        <translation>Измеренный эффект</translation>
    </message>
    <message>
        <source>The edited model is measured beside the unedited one: perplexity and KL divergence first, then the speed. The numbers follow every change of the plan by themselves.</source>
        <translation>Изменённая модель измеряется рядом с исходной: сначала перплексия и дивергенция KL, потом скорость. Числа сами следуют за каждым изменением плана.</translation>
    </message>
    <message>
        <source>From here on</source>
        <translation>Что дальше</translation>
    </message>
    <message>
        <source>%1 takes a cut back. Run searches for whole plans and heals their maps, File exports figures and the smaller model, and Help holds the manual, the shortcuts and this tour.</source>
        <translation>%1 отменяет правку. В меню «Запуск» — поиск целых планов и дообучение их отображений, в меню «Файл» — экспорт рисунков и уменьшенной модели, в «Справке» — руководство, горячие клавиши и это знакомство.</translation>
    </message>
</context>
<context>
    <name>strato::TrainDialog</name>
    <message>
        <source>%1: %2 blocks of width %3</source>
        <translation>%1: блоков %2, ширина %3</translation>
    </message>
    <message>
        <source>done</source>
        <translation>готово</translation>
    </message>
    <message>
        <source>step %1</source>
        <translation>шаг %1</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>остановлено</translation>
    </message>
    <message>
        <source>waits</source>
        <translation>ждёт</translation>
    </message>
    <message>
        <source>to be trained</source>
        <translation>не обучена</translation>
    </message>
    <message>
        <source>Train small models</source>
        <translation>Обучение маленьких моделей</translation>
    </message>
    <message>
        <source>Pretrains small decoders from the same first weights on the same texts, one for each regulariser of consecutive states, and measures on the way how linear their blocks become (arXiv 2405.12250, section 4).</source>
        <translation>Предобучает маленькие декодеры с одинаковыми начальными весами на одних и тех же текстах, по одному на каждый регуляризатор соседних состояний, и измеряет по пути, насколько линейными становятся их блоки (arXiv 2405.12250, раздел 4).</translation>
    </message>
    <message>
        <source>Llama decoders with a vocabulary of their own, learnt from the texts</source>
        <translation>Декодеры Llama со своим словарём, выученным по текстам</translation>
    </message>
    <message>
        <source>Of each training</source>
        <translation>В каждом обучении</translation>
    </message>
    <message>
        <source>Of the first weights and the order of the text, the same for all of them</source>
        <translation>Начальных весов и порядка текста, одно для всех</translation>
    </message>
    <message>
        <source>Size</source>
        <translation>Размер</translation>
    </message>
    <message>
        <source>Steps</source>
        <translation>Шаги</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>Начальное число</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>Выбрать…</translation>
    </message>
    <message>
        <source>Stories</source>
        <translation>Рассказы</translation>
    </message>
    <message>
        <source>Small stories from a grammar, made in the folder of the models</source>
        <translation>Маленькие рассказы по грамматике, создаются в папке моделей</translation>
    </message>
    <message>
        <source>Texts</source>
        <translation>Тексты</translation>
    </message>
    <message>
        <source>Folder</source>
        <translation>Папка</translation>
    </message>
    <message>
        <source>Start</source>
        <translation>Начать</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Отмена</translation>
    </message>
    <message>
        <source>Keeps what has been learnt: Start goes on with it, also in a later session. Other work waits until a training is done or cancelled.</source>
        <translation>Сохраняет выученное: «Начать» продолжит его и в другой раз. Прочая работа ждёт, пока обучение не закончится или не будет отменено.</translation>
    </message>
    <message>
        <source>none</source>
        <translation>нет</translation>
    </message>
    <message>
        <source>Regularisers</source>
        <translation>Регуляризаторы</translation>
    </message>
    <message>
        <source>MSE</source>
        <translation>MSE</translation>
    </message>
    <message>
        <source>cosine</source>
        <translation>косинус</translation>
    </message>
    <message>
        <source>Adds the squared distance of consecutive states to the loss, times λ</source>
        <translation>Добавляет к потерям квадрат расстояния соседних состояний, умноженный на λ</translation>
    </message>
    <message>
        <source>Adds 1 - the cosine of consecutive states to the loss, times λ; the paper had 0.5</source>
        <translation>Добавляет к потерям 1 − косинус соседних состояний, умноженный на λ; в статье было 0,5</translation>
    </message>
    <message>
        <source>The weight of the regulariser in the loss</source>
        <translation>Вес регуляризатора в потерях</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>Величина</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>Open the model</source>
        <translation>Открыть модель</translation>
    </message>
    <message>
        <source>In the window, to be analysed like any other</source>
        <translation>В окне, чтобы исследовать её, как любую другую</translation>
    </message>
    <message>
        <source>Trainings</source>
        <translation>Обучения</translation>
    </message>
    <message>
        <source>state</source>
        <translation>состояние</translation>
    </message>
    <message>
        <source>loss, nats</source>
        <translation>потери, нат</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>On texts that are not trained on</source>
        <translation>На текстах, на которых не учат</translation>
    </message>
    <message>
        <source>Mean over blocks, on texts that are not trained on</source>
        <translation>Среднее по блокам, на текстах, на которых не учат</translation>
    </message>
    <message>
        <source>The same without the residual stream</source>
        <translation>То же без остаточного потока</translation>
    </message>
    <message>
        <source>A folder for the models</source>
        <translation>Папка для моделей</translation>
    </message>
    <message>
        <source>Texts to train on</source>
        <translation>Тексты для обучения</translation>
    </message>
    <message>
        <source>Texts (*.txt *.jsonl *.ndjson *.csv);;All files (*)</source>
        <translation>Тексты (*.txt *.jsonl *.ndjson *.csv);;Все файлы (*)</translation>
    </message>
    <message>
        <source>small stories from a grammar</source>
        <translation>маленькие рассказы по грамматике</translation>
    </message>
    <message>
        <source>none yet</source>
        <translation>ещё нет</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Продолжить</translation>
    </message>
    <message>
        <source>stopped, step %1</source>
        <translation>остановлено, шаг %1</translation>
    </message>
    <message>
        <source>Once the training is done or cancelled</source>
        <translation>Когда обучение закончится или будет отменено</translation>
    </message>
</context>
<context>
    <name>strato::TrainingChart</name>
    <message>
        <source>loss, nats</source>
        <translation>потери, нат</translation>
    </message>
    <message>
        <source>step</source>
        <translation>шаг</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Above, the loss on the texts that are trained on (thin) and on texts that are not (dots). Below, how well linear maps predict what the blocks do, on texts not trained on. Each curve is one training: it doesn&apos;t say what another seed would give.</source>
        <translation>Сверху потери на текстах, на которых учат (тонкая линия), и на других (точки). Снизу — насколько линейные отображения предсказывают работу блоков, на других текстах. Каждая кривая — одно обучение: при другом начальном числе результат может быть иным.</translation>
    </message>
    <message>
        <source>The course of the training appears here.</source>
        <translation>Здесь появится ход обучения.</translation>
    </message>
    <message>
        <source>The share of each block&apos;s update (its output without the residual stream) that the best linear map of its input explains.</source>
        <translation>Доля того, что добавляет блок (выход без остаточного потока), которую объясняет лучшее линейное отображение его входа.</translation>
    </message>
    <message>
        <source>The share of each block&apos;s output that the best linear map of its input explains.</source>
        <translation>Доля выхода блока, которую объясняет лучшее линейное отображение его входа.</translation>
    </message>
    <message>
        <source>linearity without residual, by block</source>
        <translation>линейность без ост. потока, по блокам</translation>
    </message>
    <message>
        <source>linearity, by block</source>
        <translation>линейность, по блокам</translation>
    </message>
    <message>
        <source>linearity without residual, mean over blocks</source>
        <translation>линейность без ост. потока, в среднем</translation>
    </message>
    <message>
        <source>linearity, mean over blocks</source>
        <translation>линейность, в среднем</translation>
    </message>
    <message>
        <source>linearity</source>
        <translation>линейность</translation>
    </message>
    <message>
        <source>without residual</source>
        <translation>без ост. потока</translation>
    </message>
    <message>
        <source>block</source>
        <translation>блок</translation>
    </message>
    <message>
        <source>%1, step %2: loss %3 nats, mean linearity %4, without residual %5 (%6 tokens)</source>
        <translation>%1, шаг %2: потери %3 нат, средняя линейность %4, без ост. потока %5 (токенов: %6)</translation>
    </message>
</context>
<context>
    <name>strato::TwinTraining</name>
    <message>
        <source>They are being trained.</source>
        <translation>Они обучаются.</translation>
    </message>
    <message>
        <source>Choose a folder for the models first.</source>
        <translation>Сначала выберите папку для моделей.</translation>
    </message>
    <message>
        <source>Choose at least one of the trainings.</source>
        <translation>Выберите хотя бы одно обучение.</translation>
    </message>
    <message>
        <source>All of them are trained: open one, or choose another folder for others.</source>
        <translation>Все обучены: откройте одну из них или выберите другую папку для новых.</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>Обучение</translation>
    </message>
    <message>
        <source>Trained: %1, in %2</source>
        <translation>Обучены: %1, в папке %2</translation>
    </message>
    <message>
        <source>“%1” in this folder is something else than a training; choose another folder.</source>
        <translation>«%1» в этой папке — не обучение, а что-то другое; выберите другую папку.</translation>
    </message>
    <message>
        <source>“%1” in this folder is of other choices (%2 blocks of width %3, %4 steps, seed %5; texts: %6): choose those, or another folder.</source>
        <translation>«%1» в этой папке — с другим выбором (блоков %2, ширина %3, шагов %4, начальное число %5; тексты: %6): выберите то же или другую папку.</translation>
    </message>
</context>
<context>
    <name>strato::ViewHistory</name>
    <message>
        <source>several charts</source>
        <translation>несколько графиков</translation>
    </message>
    <message>
        <source>(measure of %1)</source>
        <translation>(величина: %1)</translation>
    </message>
    <message>
        <source>(colours of %1)</source>
        <translation>(цвета: %1)</translation>
    </message>
    <message>
        <source>(zoom of %1)</source>
        <translation>(масштаб: %1)</translation>
    </message>
</context>
<context>
    <name>strato::ViewPage</name>
    <message>
        <source>Table</source>
        <translation>Таблица</translation>
    </message>
    <message>
        <source>The numbers of this chart; Ctrl+C copies them</source>
        <translation>Числа этого графика; Ctrl+C копирует их</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>Экспорт…</translation>
    </message>
    <message>
        <source>This chart or its numbers as a file</source>
        <translation>Этот график или его числа в файл</translation>
    </message>
    <message>
        <source>All %1</source>
        <translation>Все %1</translation>
    </message>
    <message>
        <source>%1 are shown; this shows all. The wheel zooms, a drag moves; View, Back returns to what was shown before.</source>
        <translation>Показано %1; это покажет всё. Колесо меняет масштаб, протягивание сдвигает; «Вид», «Назад» вернёт прежнее.</translation>
    </message>
    <message>
        <source>A click acts on the blocks of its cell.</source>
        <translation>Щелчок по ячейке действует на её блоки.</translation>
    </message>
    <message>
        <source>%1, minus %2</source>
        <translation>%1, минус %2</translation>
    </message>
    <message>
        <source>No difference is shown: %1</source>
        <translation>Разность не показана: %1</translation>
    </message>
</context>
<context>
    <name>strato::WelcomePage</name>
    <message>
        <source>&lt;h2&gt;How linear is every layer?&lt;/h2&gt;&lt;p&gt;Open a decoder folder in Hugging Face&apos;s format and some texts, or drop them on this window.&lt;/p&gt;</source>
        <translation>&lt;h2&gt;Насколько линеен каждый слой?&lt;/h2&gt;&lt;p&gt;Откройте папку декодера в формате Hugging Face и тексты или перетащите их в это окно.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Take the tour</source>
        <translation>Познакомиться с программой</translation>
    </message>
    <message>
        <source>Open a model folder…</source>
        <translation>Открыть папку модели…</translation>
    </message>
    <message>
        <source>Open a run file…</source>
        <translation>Открыть файл прогона…</translation>
    </message>
    <message>
        <source>Try the demo model</source>
        <translation>Попробовать демомодель</translation>
    </message>
    <message>
        <source>Or go on with</source>
        <translation>Или продолжите</translation>
    </message>
</context>
</TS>
