"""Short Indonesian words from which passphrases are suggested: easy to say over the telephone, hard to guess five in a row."""

from __future__ import annotations

WORDS: tuple[str, ...] = tuple(
    """
abadi abang abu acar adat adik aduk agung air ajak akar aktif alam alas alat alis alun aman ambil ampas anak anggur angin angka angkat anting anyam api apung arah arang
arus asah asal asam asap asin asli asri atap atas atur awal awan ayah ayam ayun babak badai badan bagi bahan bahu baik baja baju bakar baki baku bakung balai balap baling balok
balon balsam bambu bangau bangku bangsa bangun banjar bantal bantu banyak bapak bara baris barat baru basah batas batik batu bawang bawah bayam bayang bebas bebek beda bedug bekal
bekas beku belah belajar belas beli belok belut benang benar benih bening bentang benteng bentuk berani beras berat beri berita bersih besar besi betah betul biasa bibit bidang biduk
bijak biji bilik bima bina bingkai bintang biola biru bisa bolu bonang boneka botol buah buaya budi bujang buka bukit buku bulan bulat bulu bumbu bumi bunga bungkus bunyi buruh
burung busur butir cabai cabang cadang cahaya cair cakap cakra cambuk campur candi candu cangkir cangkul cantik capung cari cat catat cawan cemara cendana cendol cepat cerah cerdas
cerita cermin cicak cincin cinta cipta coba coklat contoh corak cuaca cuci cukup cumi curah dadar daerah dagang daging dahan dahulu daki dalam damai dampar danau dapur darat dasar
data datang datar daun daya dayung dekat delima delman denah dendang dengar depan derap deras desa desir dewan dewasa diam didik dinding dingin dinas dokar domba dompet dorong dua
duduk duga duku dukuh dulang dunia duren durian ekor elang emas embun empang empat empuk enak enam encer energi engsel erat eram es esok fajar gading gadis gajah galah galon gamang
gambar gamelan ganda gandum ganjil gantang ganti gapura garam garis garuda gasing gatot gawang gayung gedung gelang gelap gelas gelora gema gemar gembira gempal gendang genteng gerak
gerbang gerimis gerobak getah getuk giat gigi gilir girang gitar golok goreng gotong gua gubuk gudang gula gulai guling gulung guna gunting guntur gunung gurami guru gurun hadap
hadiah hadir hafal hakim halaman halus hangat hantar harap hari harimau harum hasil hati hebat helai hemat hening hias hibur hidang hidup hijau hilir hitam hitung hormat hujan huma
hutan ibu ijuk ikan ikat iklan ikut ilalang ilmu imbang impian indah induk ingat inti irama iring isi istana itik izin jahe jahit jajan jaket jala jalan jalak jalur jamak jambu jamin
jamu jamur janda jangka jangkar janji janur jarak jaring jarum jasa jati jatuh jaya jejak jeladri jelas jelita jemari jembatan jemur jendela jenis jera jeram jerami jeruk jinak jingga
joglo jual juang juara jujur julang jumlah jumpa jurus kabar kabut kaca kacang kado kain kait kakak kaki kala kaldu kali kalung kamar kambing kampung kamus kancil kandang kandil
kangkung kantong kantor kapak kapal kapas kapur karang karya karung kasa kasih kasur katak kawan kawat kayu kayuh kebun kecap kecil kedai kejar kelapa kelas keluar kemah kemarau
kembang kemeja kemiri kenanga kencana kencur kendi kental kentang kepal keping kerang keras kerbau kereta keris kerja kertas ketam ketan ketuk kicau kijang kilat kilau kincir kipas
kira kirim kisah kitab kolam kompas kopi koral kotak kuali kuas kuat kucing kuda kue kuku kukus kulit kumbang kunci kuning kunir kunyit kupas kupu kura kursi kurma kurung lada
ladang lagu lahan laju lama lampu lampung lancar lancip langit langkah langsat lantai lapang lapis laris latih laut lawang layang layar lebah lebar lebat ledeng lekas lele lemah
lemari lembah lembar lembut lempar lengan lengkap lengkuk lentera lepas lereng lestari letak lidah lihat lilin lima limau lincah lindung lingkar lintas lisan logam lokan lombok
lompat lonceng lontar luas lubuk lucu lumbung lunas lurah luruh lurus lutut maju makan makna malam mampu mandi mandor mangga manggis manis manusia marmer masak masuk mata matahari
mawar medan megah meja mekar melati melon menang mendung mentari merah merak merdu merica merpati mesin minat minum minyak mirip miring mobil modal mohon muda mudah mujair mukim
mula mulia murah murai murid murni musang musik musim mutiara nada nama nampan nanas nangka nasi naskah naung nelayan nenas nenek niaga nila nilai nipah nyala nyaman nyanyi nyata
obat obor olah ombak omong opak orang otak otot pabrik pacar pacu padang padat padi padu pagar pagi paham pahat pajak pakai paku pala palem palu panah panas pancar pancing pandai
pandan pandu panen panggung pangkal panjang pantai papan para parang parit pasang pasar pasir pasti patah patuh patung paus payung pedas pegang pelan pelangi pelita peluk pena pendek
pensil pepaya perahu perak perang peras peri perut pesan pesisir pesta peta petai petang peti petik piala pijar pikir pilar pilih pindah pinang pindang pinggir pintar pintu pipa
pipit pisang pita pohon pokok polos pondok porak potong puas pucuk puding puisi pukul pulang pulau puncak pundak pupuk pura pusat putar putih puyuh rabu raga ragam raih rajin rajut
rakit rama ramah ramai rambut rambutan rampai rancang ranting rapat rapi rasa rata rawat rawit raya rebana rebung redup rejeki rekan rela rembulan rempah renang renda rendah renyah
resep restu ribu rimba rimpang rindang rindu ringan rintik roda rona rotan roti ruang rukun rumah rumbai rumit rumput runcing rupa rusa sabar sabit sabun saga sagu sahabat saham
saji sajak saku salak salam salur sambal sambut sampan sampul samudra sandal sangkar santai santan santun sapa sapi sapu sarang sari saring sarung sate satu saudara saung sawah
sawi sayap sayur sebar sedap segar segi sehat sejuk sekolah selam selamat selaras selasa selat selatan sembur semai semak semangat semut senada senam senang sendok seni senja
senyum sepatu sepeda serabi serai seram serbu seri serta setara setia siang siap sibuk sikat sikap siku silat simak simpan simpul sinar singa singgah singkong sirih sirup sisir
sisik siswa situ sofa sopan sorak sore sorot soto suara subuh subur sudut sukun suling suluh sumber sumur sungai suntik surat surya susu susun sutra syair syukur tabah tabuh tahu
tahun tajam takar talas tali tambak tambal tampah tanah tanam tanda tandan tangan tangga tani tapak tari tarik tarum tas tawar tebal tebing tebu teduh tegak tegap teguh tekun
teladan telaga telinga telur teman tembaga tembang tempat tempe tempuh tenang tenda tenggara tengkulak tenun tepat tepi terang teras terbang terbit teri terong tetap tetes teratai
tiang tiba tikar tiket timba timbang timur tinggi tingkat tinta tirai titik titip tokek toko tolong tongkat topi topeng tugas tugu tujuh tukar tukang tulang tulip tulis tumbuh
tumis tumpeng tunas tunggal tungku turun tutup tutur ubah ubi uang udang udara ujung ukir ukur ulang ulas ulat umbi umpama unggas unggul ungu untai untung upah urai urap usaha utama
utara utuh wadah wajah wajan wajar waktu wali wangi warga warna warung wayang wilayah wira wisata wortel yakin zaman zaitun
""".split()
)
